@NullMarked
package io.tallybook.sagas.renewal;

import org.jspecify.annotations.NullMarked;

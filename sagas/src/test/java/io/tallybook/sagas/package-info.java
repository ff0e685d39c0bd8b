@NullMarked
package io.tallybook.sagas;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.tallybook.sagas.topups;

import org.jspecify.annotations.NullMarked;

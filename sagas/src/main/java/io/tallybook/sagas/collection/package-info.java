/** Getting paid: the first attempt, and those after it. */
@NullMarked
package io.tallybook.sagas.collection;

import org.jspecify.annotations.NullMarked;

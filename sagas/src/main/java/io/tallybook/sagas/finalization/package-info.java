/** How a draft gets its usage, its credits and its number. */
@NullMarked
package io.tallybook.sagas.finalization;

import org.jspecify.annotations.NullMarked;

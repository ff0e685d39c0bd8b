/** How an invoice that was declared void is replaced by another. */
@NullMarked
package io.tallybook.sagas.replacement;

import org.jspecify.annotations.NullMarked;

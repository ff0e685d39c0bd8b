/** The books: which double entries follow from which event. */
@NullMarked
package io.tallybook.core.ledger;

import org.jspecify.annotations.NullMarked;

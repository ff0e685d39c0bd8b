/** The ledger: double entries of every event, kept in tables. */
@NullMarked
package io.tallybook.query.ledger;

import org.jspecify.annotations.NullMarked;

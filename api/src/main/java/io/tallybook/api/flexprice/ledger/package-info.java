/** The ledger: what every amount did to the accounts. */
@NullMarked
package io.tallybook.api.flexprice.ledger;

import org.jspecify.annotations.NullMarked;

/** Double entry: accounts, postings and journals that always balance. */
@NullMarked
package io.tallybook.domain.ledger;

import org.jspecify.annotations.NullMarked;

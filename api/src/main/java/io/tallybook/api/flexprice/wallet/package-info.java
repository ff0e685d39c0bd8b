/** Wallets as the Flexprice contract shows them. */
@NullMarked
package io.tallybook.api.flexprice.wallet;

import org.jspecify.annotations.NullMarked;

/** How wallets that buy credits by themselves hear of usage that no invoice has taken yet. */
@NullMarked
package io.tallybook.sagas.topups;

import org.jspecify.annotations.NullMarked;

package io.tallybook.core.wallet;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.math.BigDecimal;

/**
 * A wallet.
 *
 * @param creditBalance credits left, those that have expired included until they are taken out
 * @param freeCredits those of them that were given
 * @param purchasedCredits those of them that were bought
 */
public record WalletView(
        WalletId id,
        Scope scope,
        WalletDocument wallet,
        BigDecimal creditBalance,
        BigDecimal freeCredits,
        BigDecimal purchasedCredits,
        Stamp stamp)
        implements View {}

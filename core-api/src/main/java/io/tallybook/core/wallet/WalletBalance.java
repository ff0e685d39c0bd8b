package io.tallybook.core.wallet;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What a wallet is worth at a moment.
 *
 * @param usage what the open periods have come to, as far as this wallet may pay it
 * @param unpaid what its customer owes on invoices in its currency
 * @param at the environment's clock when it was worked out
 * @param cached whether it is from memory
 */
public record WalletBalance(
        WalletView wallet, Money usage, Money unpaid, Instant at, boolean cached) {

    public static WalletBalance of(WalletView wallet, OpenCosts costs) {
        return new WalletBalance(
                wallet,
                costs.usage(wallet.wallet().currency(), wallet.wallet().agreed().reach()),
                costs.unpaid(wallet.wallet().currency()),
                costs.at(),
                costs.cached());
    }

    /** What its credits are worth, exactly. */
    public BigDecimal balance() {
        return wallet.creditBalance().multiply(wallet.wallet().conversionRate());
    }

    /** What will be left once the open costs are paid; below zero if credits do not suffice. */
    public BigDecimal ongoing() {
        return balance().subtract(unpaid.toDecimal()).subtract(usage.toDecimal());
    }
}

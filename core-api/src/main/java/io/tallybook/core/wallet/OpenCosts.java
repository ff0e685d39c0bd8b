package io.tallybook.core.wallet;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer owes and no wallet has paid yet: usage of the open periods, and unpaid invoices.
 *
 * @param at the environment's clock when it was worked out
 * @param cached whether it is from memory, which follows events, rather than worked out for the
 *     asker
 */
public record OpenCosts(
        CustomerId customer,
        String externalCustomerId,
        List<Line> lines,
        List<Money> unpaid,
        Instant at,
        boolean cached) {
    public OpenCosts {
        lines = List.copyOf(lines);
        unpaid = List.copyOf(unpaid);
    }

    /**
     * What one line of usage has come to.
     *
     * @param quantity what was used
     */
    public record Line(
            SubscriptionId subscription,
            @Nullable LineItemId lineItem,
            PriceDocument price,
            BigDecimal quantity,
            Money amount) {}

    /** Usage in a currency, as far as a wallet may pay it. */
    public Money usage(CurrencyCode currency, WalletTerms.Reach reach) {
        return lines.stream()
                .filter(line -> line.amount().currency().equals(currency))
                .filter(line -> reach.mayPay(line.price()))
                .map(Line::amount)
                .reduce(Money.zero(currency), Money::plus);
    }

    /** Unpaid invoices in a currency. */
    public Money unpaid(CurrencyCode currency) {
        return unpaid.stream()
                .filter(amount -> amount.currency().equals(currency))
                .reduce(Money.zero(currency), Money::plus);
    }

    /** The same, as it is told to somebody who asked for no more than what is remembered. */
    public OpenCosts fromMemory() {
        return new OpenCosts(customer, externalCustomerId, lines, unpaid, at, true);
    }
}

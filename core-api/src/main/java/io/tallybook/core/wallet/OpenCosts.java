package io.tallybook.core.wallet;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BilledUsage;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a customer owes and no wallet has paid yet: usage of the open periods, usage of periods that
 * have ended and are not invoiced yet, and unpaid invoices; each once.
 *
 * @param lines usage of the open periods
 * @param closing usage of periods whose invoices are still open to late usage
 * @param paying whether wallets are paying an invoice at this moment: what it bills is in no list
 *     here, and what they have paid of it may not be off their balances yet
 * @param at the environment's clock when it was worked out
 * @param cached whether it is from memory, which follows events, rather than worked out for the
 *     asker
 */
public record OpenCosts(
        CustomerId customer,
        String externalCustomerId,
        List<Line> lines,
        List<Line> closing,
        List<Money> unpaid,
        boolean paying,
        Instant at,
        boolean cached) {
    public OpenCosts {
        lines = List.copyOf(lines);
        closing = List.copyOf(closing);
        unpaid = List.copyOf(unpaid);
    }

    /**
     * What one line of usage has come to.
     *
     * @param period in which it was used
     * @param quantity what was used
     * @param amount without what {@code billed} took of it, before discounts and taxes
     * @param discount what coupons would take off that
     * @param billed by which invoices some of it was billed before its period was over
     */
    public record Line(
            SubscriptionId subscription,
            @Nullable LineItemId lineItem,
            PriceDocument price,
            BillingPeriod period,
            BigDecimal quantity,
            Money amount,
            Money discount,
            List<InvoiceId> billed) {
        public Line {
            billed = List.copyOf(billed);
        }

        /** Less discounts. */
        public Money net() {
            return amount.minus(discount);
        }

        /** Whether some of the same usage is in the other. */
        public boolean shares(Line other) {
            return lineItem != null
                    && lineItem.equals(other.lineItem)
                    && period.overlaps(other.period);
        }

        private boolean precedes(BilledUsage usage) {
            return usage.lineItem().equals(lineItem)
                    && usage.period().overlaps(period)
                    && !billed.contains(usage.invoice());
        }
    }

    /**
     * Whether these costs are from before an invoice: some of the usage that it bills is still open
     * here, so that it would count twice.
     */
    public boolean precede(List<BilledUsage> billed) {
        return all().anyMatch(line -> billed.stream().anyMatch(line::precedes));
    }

    private Stream<Line> all() {
        return Stream.concat(lines.stream(), closing.stream());
    }

    /** Usage in a currency that is on no invoice yet, as far as a wallet may pay it. */
    public Money usage(CurrencyCode currency, WalletTerms.Reach reach) {
        return all().filter(line -> line.amount().currency().equals(currency))
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

    /** The same, with what a subscription has come to that others pay for, or did. */
    public OpenCosts with(SubscriptionId subscription, List<OpenCosts> others) {
        return new OpenCosts(
                customer,
                externalCustomerId,
                and(lines, subscription, others, OpenCosts::lines),
                and(closing, subscription, others, OpenCosts::closing),
                unpaid,
                paying,
                at,
                cached);
    }

    private static List<Line> and(
            List<Line> own,
            SubscriptionId subscription,
            List<OpenCosts> others,
            Function<OpenCosts, List<Line>> lines) {
        return Stream.concat(
                        own.stream(),
                        others.stream()
                                .flatMap(other -> lines.apply(other).stream())
                                .filter(line -> line.subscription().equals(subscription)))
                .toList();
    }

    /** Whether some of it is of a subscription. */
    public boolean isOf(SubscriptionId subscription) {
        return all().anyMatch(line -> line.subscription().equals(subscription));
    }

    /** The same, as it is told to somebody who asked for no more than what is remembered. */
    public OpenCosts fromMemory() {
        return new OpenCosts(
                customer, externalCustomerId, lines, closing, unpaid, paying, at, true);
    }
}

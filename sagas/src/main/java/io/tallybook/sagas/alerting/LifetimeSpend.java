package io.tallybook.sagas.alerting;

import io.tallybook.core.invoice.BilledUsage;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import java.math.BigDecimal;
import java.util.List;

/** What a subscription has come to since it began. */
final class LifetimeSpend {
    private LifetimeSpend() {}

    /**
     * What was ever billed and what is not billed yet, before taxes, in the subscription's
     * currency; credit notes are taken off.
     *
     * <p>Costs may be from a moment before the newest invoices. What such an invoice bills counts
     * as it does in the costs.
     *
     * @param finalized all invoices of the subscription that are
     */
    static BigDecimal of(SubscriptionId id, OpenCosts costs, List<InvoiceView> finalized) {
        return finalized.stream()
                .filter(invoice -> !costs.precede(BilledUsage.of(invoice)))
                .map(LifetimeSpend::billed)
                .reduce(used(id, costs.lines()).add(used(id, costs.closing())), BigDecimal::add);
    }

    /** What usage of a subscription has come to in some lines. */
    static BigDecimal used(SubscriptionId id, List<OpenCosts.Line> lines) {
        return lines.stream()
                .filter(line -> line.subscription().equals(id))
                .map(line -> line.amount().toDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal billed(InvoiceView invoice) {
        return invoice.totals()
                .subtotal()
                .minus(invoice.totals().discount())
                .minus(invoice.money().adjusted())
                .minus(invoice.money().credited())
                .toDecimal();
    }
}

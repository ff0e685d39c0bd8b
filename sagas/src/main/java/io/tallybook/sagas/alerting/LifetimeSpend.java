package io.tallybook.sagas.alerting;

import io.tallybook.core.invoice.BilledUsage;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineSum;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription has come to since it began: its own lines, on whosever invoices they are.
 *
 * <pre>
 *  open usage, less coupons          30.00 ──┐  the period ends, and its invoice is final
 *  own lines of invoices, less coupons       └─► 30.00, whatever else is on that invoice
 * </pre>
 */
final class LifetimeSpend {
    private LifetimeSpend() {}

    /**
     * What was ever billed and what is not billed yet, before taxes and after coupons, in the
     * subscription's currency; credit notes are taken off the lines that they credit, without the
     * tax that is in them.
     *
     * <p>Costs may be from a moment before the newest invoices. What such an invoice bills counts
     * as it does in the costs.
     *
     * @param finalized all invoices that may have lines of the subscription: its own, and those of
     *     whichever it is or was invoiced with
     */
    static BigDecimal of(SubscriptionId id, OpenCosts costs, List<InvoiceView> finalized) {
        BigDecimal open =
                sum(
                        id,
                        Stream.concat(costs.lines().stream(), costs.closing().stream()),
                        OpenCosts.Line::net);
        return finalized.stream()
                .map(invoice -> new Billed(invoice, own(id, invoice)))
                .filter(one -> !costs.precede(BilledUsage.of(one.invoice().id(), one.lines())))
                .map(one -> one.net().toDecimal())
                .reduce(open, BigDecimal::add);
    }

    /** What usage of a subscription has come to in some lines, before coupons. */
    static BigDecimal used(SubscriptionId id, List<OpenCosts.Line> lines) {
        return sum(id, lines.stream(), OpenCosts.Line::amount);
    }

    private static BigDecimal sum(
            SubscriptionId id,
            Stream<OpenCosts.Line> lines,
            Function<OpenCosts.Line, Money> amount) {
        return lines.filter(line -> line.subscription().equals(id))
                .map(line -> amount.apply(line).toDecimal())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<InvoiceLine> own(SubscriptionId id, InvoiceView invoice) {
        return invoice.lines().stream().filter(line -> id.equals(served(invoice, line))).toList();
    }

    private static @Nullable SubscriptionId served(InvoiceView invoice, InvoiceLine line) {
        InvoiceLineInput.Served served = line.input().served();
        return served == null ? invoice.opening().subscriptionId() : served.subscriptionId();
    }

    /** Some lines of an invoice that is final. */
    private record Billed(InvoiceView invoice, List<InvoiceLine> lines) {
        Money net() {
            Money none = Money.zero(invoice.opening().currency());
            Map<InvoiceLineId, LineSum> settled = LineSum.settled(invoice);
            Map<InvoiceLineId, LineSum> sums = new HashMap<>();
            for (InvoiceLine line : lines) {
                InvoiceLineId id = line.input().id();
                sums.put(id, settled.getOrDefault(id, new LineSum(line.amount(), none, none)));
            }
            Money net = sums.values().stream().map(LineSum::net).reduce(none, Money::plus);
            for (InvoicePayments.Note note : invoice.money().notes()) {
                for (InvoicePayments.Note.Line credited : note.lines()) {
                    LineSum of = sums.get(credited.lineId());
                    net = of == null ? net : net.minus(of.partOf(credited.amount()).net());
                }
            }
            return net;
        }
    }
}

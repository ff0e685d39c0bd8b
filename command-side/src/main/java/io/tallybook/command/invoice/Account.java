package io.tallybook.command.invoice;

import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is owed on an invoice, and what became of it.
 *
 * @param billed its total; zero once it is void
 * @param lines what is asked for each line, after discounts and credits and with taxes
 * @param credits what wallets have paid of it, in the order in which they did
 * @param duePassedAt when its due date was over; absent before
 * @param ordered what is to go back and has not yet
 */
record Account(
        Money billed,
        List<Line> lines,
        List<CreditBurnt> credits,
        InvoicePayments payments,
        @Nullable Instant duePassedAt,
        List<MoneyBack> ordered) {
    Account {
        lines = List.copyOf(lines);
        ordered = List.copyOf(ordered);
        credits = List.copyOf(credits);
    }

    /**
     * What is asked for one line.
     *
     * @param credits what wallets have paid of it beside that
     */
    record Line(InvoiceLineId id, Money amount, Money credits) {}

    static Account nothing(CurrencyCode currency) {
        return new Account(
                Money.zero(currency),
                List.of(),
                List.of(),
                InvoicePayments.none(currency),
                null,
                List.of());
    }

    /** What wallets have paid and no credit note has given back, in the same order. */
    List<CreditBurnt> creditsLeft() {
        return credits.stream()
                .map(
                        one ->
                                new CreditBurnt(
                                        one.walletId(),
                                        one.transactionId(),
                                        one.amount().minus(payments.backOf(one.transactionId()))))
                .filter(one -> one.amount().isPositive())
                .toList();
    }

    static Account of(List<InvoiceLine> computed, InvoiceEvent.Finalized e) {
        List<Line> lines = new ArrayList<>(computed.size());
        for (int i = 0; i < computed.size(); i++) {
            LineSettlement settled = e.settlements().get(i);
            lines.add(
                    new Line(
                            computed.get(i).input().id(),
                            computed.get(i)
                                    .amount()
                                    .minus(settled.discount())
                                    .minus(settled.credits())
                                    .plus(settled.tax()),
                            settled.credits()));
        }
        Money total = e.totals().total();
        return new Account(
                total, lines, e.credits(), InvoicePayments.none(total.currency()), null, List.of());
    }

    Account after(InvoicePaymentEvent event) {
        return new Account(
                billed,
                lines,
                credits,
                payments.after(event, billed),
                event instanceof InvoicePaymentEvent.DueDatePassed passed
                        ? passed.passedAt()
                        : duePassedAt,
                orderedAfter(event));
    }

    private List<MoneyBack> orderedAfter(InvoicePaymentEvent event) {
        if (event instanceof InvoicePaymentEvent.RefundOrdered order) {
            return ordering(List.of(order.money()));
        }
        return event instanceof InvoicePaymentEvent.RefundApplied gone
                ? ordered.stream().filter(one -> !one.refundId().equals(gone.refundId())).toList()
                : ordered;
    }

    private List<MoneyBack> ordering(List<MoneyBack> more) {
        return Stream.concat(ordered.stream(), more.stream()).toList();
    }

    /** What became of its money, once all that is to go back has gone. */
    InvoicePayments settled(Instant at) {
        return payments.giving(ordered, at);
    }

    /** It asks for nothing any more, and what was paid is to go back. */
    Account voided(List<MoneyBack> back) {
        return new Account(
                Money.zero(billed.currency()),
                lines,
                credits,
                payments,
                duePassedAt,
                ordering(back));
    }
}

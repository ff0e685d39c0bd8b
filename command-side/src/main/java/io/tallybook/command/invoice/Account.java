package io.tallybook.command.invoice;

import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is owed on an invoice, and what became of it.
 *
 * @param billed its total; zero once it is void
 * @param duePassedAt when its due date was over; absent before
 * @param lines what is asked for each line, after discounts and credits and with taxes
 */
record Account(
        Money billed, List<Line> lines, InvoicePayments payments, @Nullable Instant duePassedAt) {
    Account {
        lines = List.copyOf(lines);
    }

    /** One whose due date is to come. */
    Account(Money billed, List<Line> lines, InvoicePayments payments) {
        this(billed, lines, payments, null);
    }

    /** What is asked for one line. */
    record Line(InvoiceLineId id, Money amount) {}

    static Account nothing(CurrencyCode currency) {
        return new Account(Money.zero(currency), List.of(), InvoicePayments.none(currency));
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
                                    .plus(settled.tax())));
        }
        Money total = e.totals().total();
        return new Account(total, lines, InvoicePayments.none(total.currency()));
    }

    Account after(InvoicePaymentEvent event) {
        return new Account(
                billed,
                lines,
                payments.after(event, billed),
                event instanceof InvoicePaymentEvent.DueDatePassed passed
                        ? passed.passedAt()
                        : duePassedAt);
    }

    Account voided() {
        return new Account(Money.zero(billed.currency()), lines, payments, duePassedAt);
    }
}

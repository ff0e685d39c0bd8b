package io.tallybook.core.creditnote;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a credit note says. */
public record CreditNoteDocument(
        InvoiceId invoiceId,
        CustomerId customerId,
        @Nullable SubscriptionId subscriptionId,
        CurrencyCode currency,
        Reason reason,
        List<Line> lines,
        @Nullable String memo,
        @Nullable String idempotencyKey,
        Map<String, String> metadata) {
    public CreditNoteDocument {
        lines = List.copyOf(lines);
        metadata = Map.copyOf(metadata);
    }

    /** Why it is written. */
    public enum Reason {
        DUPLICATE,
        FRAUDULENT,
        ORDER_CHANGE,
        UNSATISFACTORY,
        SERVICE_ISSUE,
        BILLING_ERROR,
        SUBSCRIPTION_CANCELLATION
    }

    /** What it does: it follows from how much of the invoice was paid when it was issued. */
    public enum Kind {
        /** It lowers what is still owed. */
        ADJUSTMENT,
        /** It gives back what was paid. */
        REFUND
    }

    /**
     * What is taken off one line of the invoice.
     *
     * @param amount more than zero, taxes included
     */
    public record Line(
            CreditNoteLineId id,
            InvoiceLineId invoiceLineId,
            @Nullable String displayName,
            Money amount,
            Map<String, String> metadata) {
        public Line {
            metadata = Map.copyOf(metadata);
        }
    }

    public Money total() {
        return lines.stream().map(Line::amount).reduce(Money.zero(currency), Money::plus);
    }
}

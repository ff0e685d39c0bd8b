package io.tallybook.sagas.firstpayment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.Money;
import org.jspecify.annotations.Nullable;

/** Where the first payment of a subscription stands. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FirstPaymentState.NotBegun.class, name = "not_begun"),
    @JsonSubTypes.Type(value = FirstPaymentState.Waiting.class, name = "waiting"),
    @JsonSubTypes.Type(value = FirstPaymentState.Voiding.class, name = "voiding"),
    @JsonSubTypes.Type(value = FirstPaymentState.Done.class, name = "done")
})
public sealed interface FirstPaymentState {
    /** Nothing is waited for. */
    record NotBegun() implements FirstPaymentState {}

    /**
     * An invoice is to be paid.
     *
     * @param awaited the invoice that the subscription waits for
     * @param invoice that one, or what stands in its place by now
     * @param account what it asks for; absent until it is final
     */
    record Waiting(
            SubscriptionId subscriptionId,
            InvoiceId awaited,
            InvoiceId invoice,
            @Nullable Account account)
            implements FirstPaymentState {
        Waiting with(Account now) {
            return new Waiting(subscriptionId, awaited, invoice, now);
        }
    }

    /** What an invoice asks for, and what became of it. */
    record Account(Money billed, InvoicePayments money) {
        boolean isPaid() {
            return !money.remaining(billed).isPositive();
        }
    }

    /** The subscription has ended, and nothing of its invoice is asked for any longer. */
    record Voiding(InvoiceId invoice) implements FirstPaymentState {}

    /** It was paid, or given up with its invoice. */
    record Done() implements FirstPaymentState {}
}

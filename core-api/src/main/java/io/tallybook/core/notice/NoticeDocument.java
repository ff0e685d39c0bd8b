package io.tallybook.core.notice;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is told.
 *
 * @param facts what else is to be known, by name, as text
 */
public record NoticeDocument(
        Type type,
        CustomerId customerId,
        @Nullable SubscriptionId subscriptionId,
        @Nullable InvoiceId invoiceId,
        @Nullable PaymentId paymentId,
        Map<String, String> facts) {
    public NoticeDocument {
        facts = Map.copyOf(facts);
    }

    /** What it is about. */
    public enum Type {
        /** A subscription is held back until its first invoice is paid. */
        SUBSCRIPTION_INCOMPLETE("subscription.incomplete"),
        /** It was not paid in time. */
        SUBSCRIPTION_INCOMPLETE_EXPIRED("subscription.incomplete_expired"),
        /** An attempt to charge somebody was refused. */
        PAYMENT_FAILED("payment.failed"),
        /** No further attempt is made by itself. */
        COLLECTION_GIVEN_UP("invoice.collection.given_up"),
        /** An invoice was not paid by its due date. */
        PAYMENT_OVERDUE("invoice.payment.overdue"),
        /** A subscription was cancelled since an invoice stayed unpaid. */
        SUBSCRIPTION_CANCELLED_UNPAID("subscription.cancelled"),
        /** A period ends soon, and another follows. */
        RENEWAL_DUE("subscription.renewal.due"),
        /** A subscription ends soon. */
        END_DUE("subscription.end.due");

        /** The types by their words. */
        public static final Map<String, Type> BY_WORD =
                Arrays.stream(values()).collect(Collectors.toMap(Type::word, type -> type));

        private final String word;

        Type(String word) {
            this.word = word;
        }

        /** The name of the event for whoever is told. */
        public String word() {
            return word;
        }
    }
}

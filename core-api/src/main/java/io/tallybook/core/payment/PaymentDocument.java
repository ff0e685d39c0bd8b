package io.tallybook.core.payment;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a payment is.
 *
 * @param amount more than zero; of a COLLECTION no more than this, and no more than is still owed
 * @param gateway the payment provider; absent for whichever the customer's method is with
 * @param methodId the payment method to charge; absent for the customer's default
 * @param successUrl where a payment link leads after it was paid
 * @param cancelUrl where it leads when it was not
 */
@RecordBuilder
public record PaymentDocument(
        InvoiceId invoiceId,
        @Nullable String invoiceNumber,
        CustomerId customerId,
        PaymentMethodType method,
        Money amount,
        Origin origin,
        @Nullable String gateway,
        @Nullable String methodId,
        @Nullable String successUrl,
        @Nullable String cancelUrl,
        @Nullable String idempotencyKey,
        Map<String, String> metadata) {
    public PaymentDocument {
        metadata = Map.copyOf(metadata);
    }

    /** Whose idea a payment was. */
    public enum Origin {
        /** Somebody asked for it. */
        REQUESTED,
        /** The invoice is collected by itself. */
        COLLECTION
    }

    /** The same payment, described anew. */
    public PaymentDocument described(
            @Nullable String otherGateway,
            @Nullable String otherMethodId,
            Map<String, String> otherMetadata) {
        return PaymentDocumentBuilder.builder(this)
                .gateway(otherGateway)
                .methodId(otherMethodId)
                .metadata(otherMetadata)
                .build();
    }
}

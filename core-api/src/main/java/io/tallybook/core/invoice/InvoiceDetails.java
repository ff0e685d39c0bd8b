package io.tallybook.core.invoice;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says beside its amounts.
 *
 * @param dueDate absent where the terms of payment decide it
 * @param pdfUrl of a document that is kept elsewhere; absent for the one that is made here
 * @param idempotencyKey the caller's own name for the invoice
 */
public record InvoiceDetails(
        @Nullable String description,
        Map<String, String> metadata,
        @Nullable Instant dueDate,
        @Nullable String pdfUrl,
        @Nullable String idempotencyKey) {
    public static final InvoiceDetails NONE = new InvoiceDetails(null, Map.of(), null, null, null);

    public InvoiceDetails {
        metadata = Map.copyOf(metadata);
    }
}

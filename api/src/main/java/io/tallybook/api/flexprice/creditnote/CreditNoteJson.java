package io.tallybook.api.flexprice.creditnote;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.invoice.InvoiceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A credit note as the contract shows it. */
public final class CreditNoteJson {
    private CreditNoteJson() {}

    /** With its invoice and its customer, where they are to be shown. */
    public static ObjectNode of(
            CreditNoteView view, @Nullable InvoiceView invoice, @Nullable CustomerView customer) {
        CreditNoteDocument note = view.note();
        return BaseJson.of(view)
                .put("credit_note_number", view.number())
                .put("credit_note_status", view.status().name())
                .put("credit_note_type", view.kind() == null ? null : view.kind().name())
                .put("refund_status", view.kind() == Kind.REFUND ? "SUCCEEDED" : null)
                .put("reason", note.reason().name())
                .put("memo", note.memo())
                .put("currency", note.currency().code().toLowerCase(Locale.ROOT))
                .put("total_amount", note.total())
                .put("invoice_id", note.invoiceId())
                .put("customer_id", note.customerId())
                .put("subscription_id", note.subscriptionId())
                .put("idempotency_key", note.idempotencyKey())
                .put("finalized_at", view.issuedAt())
                .put("voided_at", view.voidedAt())
                .map("metadata", note.metadata())
                .list("line_items", note.lines(), line -> line(view, line))
                .set(
                        "invoice",
                        invoice == null ? null : InvoiceJson.of(invoice, InvoiceJson.Shown.alone()))
                .set("customer", customer == null ? null : CustomerJson.of(customer))
                .nulls("subscription")
                .node();
    }

    private static ObjectNode line(CreditNoteView view, CreditNoteDocument.Line line) {
        return BaseJson.add(Json.object(), view)
                .put("id", line.id())
                .put("credit_note_id", view.id())
                .put("invoice_line_item_id", line.invoiceLineId())
                .put("display_name", line.displayName())
                .put("amount", line.amount())
                .put("currency", line.amount().currency().code().toLowerCase(Locale.ROOT))
                .map("metadata", line.metadata())
                .node();
    }
}

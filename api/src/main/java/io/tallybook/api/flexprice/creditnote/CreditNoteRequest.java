package io.tallybook.api.flexprice.creditnote;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Reason;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A credit note that is to be written.
 *
 * @param lines empty for all that is left of each line
 * @param isIssued whether it holds at once
 */
record CreditNoteRequest(
        String invoiceId,
        Reason reason,
        List<Line> lines,
        @Nullable Boolean isIssued,
        @Nullable String memo,
        @Nullable String idempotencyKey,
        Map<String, String> metadata) {

    private static final int SHORT = 255;
    private static final int LONG = 2_000;
    private static final int LINES_MAX = 1_000;

    CreditNoteRequest {
        lines = List.copyOf(lines);
        metadata = Map.copyOf(metadata);
    }

    /** What is to be taken off one line. */
    record Line(
            String invoiceLineId,
            BigDecimal amount,
            @Nullable String displayName,
            Map<String, String> metadata) {
        Line {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Errors: ProblemException (400) naming the fields. */
    static CreditNoteRequest of(Fields in) {
        // Numbers come without gaps from a series of our own.
        in.refuseUnsupported("credit_note_number");
        var request =
                new CreditNoteRequest(
                        in.required("invoice_id").text(SHORT),
                        in.required("reason").choice(Choice.of(Reason.class)),
                        in.optional("line_items").objects(LINES_MAX).stream()
                                .map(
                                        line ->
                                                new Line(
                                                        line.required("invoice_line_item_id")
                                                                .text(SHORT),
                                                        line.required("amount").amount(),
                                                        line.optional("display_name").text(SHORT),
                                                        line.optional("metadata").looseMap(LONG)))
                                .toList(),
                        in.optional("process_credit_note").truth(),
                        in.optional("memo").text(LONG),
                        in.optional("idempotency_key").text(SHORT),
                        in.optional("metadata").looseMap(LONG));
        in.check();
        return request;
    }

    boolean issues() {
        return !Boolean.FALSE.equals(isIssued);
    }

    /** Errors: ProblemException (400) naming a line or an amount that is none. */
    CreditNoteDocument document(CreditNoteId id, InvoiceView invoice) {
        CurrencyCode currency = invoice.opening().currency();
        List<CreditNoteDocument.Line> written = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            written.add(
                    line(
                            id,
                            i,
                            lineId(i, line.invoiceLineId()),
                            line.displayName(),
                            amount(i, line.amount(), currency),
                            line.metadata()));
        }
        return new CreditNoteDocument(
                invoice.id(),
                invoice.opening().customerId(),
                invoice.opening().subscriptionId(),
                currency,
                reason,
                lines.isEmpty() ? rest(id, invoice) : written,
                memo,
                idempotencyKey,
                metadata);
    }

    private static CreditNoteDocument.Line line(
            CreditNoteId id,
            int place,
            InvoiceLineId of,
            @Nullable String displayName,
            Money amount,
            Map<String, String> metadata) {
        return new CreditNoteDocument.Line(
                CreditNoteLineId.of(
                        Ulid.derived(Instant.EPOCH, id.value(), Integer.toString(place))),
                of,
                displayName,
                amount,
                metadata);
    }

    /** All that is left of each line. */
    private static List<CreditNoteDocument.Line> rest(CreditNoteId id, InvoiceView invoice) {
        Map<InvoiceLineId, Money> credited = invoice.money().creditedByLine();
        Money none = Money.zero(invoice.opening().currency());
        List<CreditNoteDocument.Line> rest = new ArrayList<>();
        for (int i = 0; i < invoice.lines().size() && i < invoice.settlements().size(); i++) {
            InvoiceLine line = invoice.lines().get(i);
            LineSettlement settled = invoice.settlements().get(i);
            Money left =
                    line.amount()
                            .minus(settled.discount())
                            .plus(settled.tax())
                            .minus(credited.getOrDefault(line.input().id(), none));
            if (left.isPositive()) {
                rest.add(
                        line(id, i, line.input().id(), line.input().displayName(), left, Map.of()));
            }
        }
        return rest;
    }

    private static InvoiceLineId lineId(int place, String text) {
        try {
            return new InvoiceLineId(text);
        } catch (IllegalArgumentException e) {
            throw refused(place, "invoice_line_item_id", "the id of a line of the invoice", text);
        }
    }

    private static Money amount(int place, BigDecimal amount, CurrencyCode currency) {
        try {
            return Money.of(amount, currency);
        } catch (ArithmeticException e) {
            throw refused(
                    place,
                    "amount",
                    "an amount in " + currency.code() + " without fractions of its smallest unit",
                    amount.toPlainString());
        }
    }

    private static RuntimeException refused(int place, String name, String expected, String got) {
        String field = "line_items[" + place + "]." + name;
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "sent", got, "expected", expected))
                .asException();
    }
}

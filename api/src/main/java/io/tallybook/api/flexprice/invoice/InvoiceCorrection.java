package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteQuery;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Correction;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.domain.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Correcting what is closed: what an invoice should have billed by what is known now, shown first,
 * and when somebody says so billed by a further invoice, or given back by a credit note.
 */
@RestController
@RequestMapping("/v1/invoices/{id}/correction")
public final class InvoiceCorrection {
    private static final int CORRECTIONS_MAX = 1_000;

    private final Dispatch dispatch;
    private final Invoices invoices;

    public InvoiceCorrection(Dispatch dispatch, Invoices invoices) {
        this.dispatch = dispatch;
        this.invoices = invoices;
    }

    /** What was done about a difference. */
    private record Done(@Nullable InvoiceView invoice, List<CreditNoteId> notes) {
        static final Done NOTHING = new Done(null, List.of());

        Done {
            notes = List.copyOf(notes);
        }
    }

    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id) {
        return closed(call, id).map(found -> Answer.ok(json(found, Done.NOTHING)));
    }

    @PostMapping("/execute")
    Mono<ResponseEntity<byte[]>> execute(Call call, @PathVariable("id") String id) {
        return closed(call, id)
                .flatMap(
                        found -> {
                            Money difference = found.difference();
                            if (difference.isZero()) {
                                return Mono.just(Answer.ok(json(found, Done.NOTHING)));
                            }
                            return (difference.isNegative()
                                            ? credited(call, found)
                                            : issued(call, found))
                                    .map(done -> Answer.ok(json(found, done)));
                        });
    }

    private Mono<Done> issued(Call call, Correction correction) {
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            InvoiceOpening opening = correction.opening(now);
                            InvoiceId id = InvoiceId.derived(opening);
                            return dispatch.send(
                                            call,
                                            ViewKind.INVOICE,
                                            new InvoiceCommand.Open(id, call.scope(), now, opening))
                                    .then(Mono.defer(() -> invoices.finalized(call, id)));
                        })
                .map(invoice -> new Done(invoice, List.of()));
    }

    private Mono<Done> credited(Call call, Correction correction) {
        InvoiceId id = correction.closed().id();
        Correction.Notes notes = correction.notes();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                                call,
                                                ViewKind.INVOICE,
                                                new InvoicePaymentCommand.CreditCorrection(
                                                        id, call.scope(), now, notes))
                                        .then(
                                                dispatch.perform(
                                                        call,
                                                        new DueWorkCommand.PerformUpTo(
                                                                call.scope(), now))))
                .then(Mono.defer(() -> invoices.found(call, id.value())))
                .map(after -> new Done(null, written(after, notes)));
    }

    private static List<CreditNoteId> written(InvoiceView invoice, Correction.Notes notes) {
        return invoice.money().notes().stream()
                .map(InvoicePayments.Note::creditNoteId)
                .filter(notes.ids()::contains)
                .toList();
    }

    private Mono<Correction> closed(Call call, String id) {
        return invoices.found(call, id)
                .doOnNext(InvoiceCorrection::requireClosed)
                .flatMap(
                        closed ->
                                dispatch.now(call)
                                        .flatMap(now -> compared(call, closed, now, null)));
    }

    /**
     * What an invoice comes to now, against what was billed. Of an open one nothing was billed.
     *
     * @param assuming an amendment of usage that is taken to be in force; absent for none
     */
    public Mono<Correction> compared(
            Call call, InvoiceView invoice, Instant now, @Nullable AmendmentId assuming) {
        return Mono.zip(
                inputs(call, invoice, now, assuming),
                earlier(call, invoice),
                (inputs, earlier) -> Correction.of(invoice, inputs, earlier));
    }

    private static void requireClosed(InvoiceView view) {
        requireWholePeriod(view);
        boolean closed =
                switch (view.status()) {
                    case FINALIZED, SKIPPED -> true;
                    case DRAFT, COMPUTED, VOIDED -> false;
                };
        if (!closed || !view.opening().followsTerms()) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            closed
                                    ? "invoice '%s' was written by hand: there is nothing to compute again"
                                            .formatted(view.id())
                                    : "invoice '%s' is %s: only a closed one is corrected"
                                            .formatted(
                                                    view.id(),
                                                    view.status().name().toLowerCase(Locale.ROOT)),
                            Map.of("id", view.id().value()))
                    .asException();
        }
    }

    // What such an invoice has missed is on the one that closes its period.
    private static void requireWholePeriod(InvoiceView view) {
        if (view.opening().reason() == BillingReason.AUTO_INVOICE_THRESHOLD) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "invoice '%s' bills a part of a period: the invoice that closes the period bills the rest"
                                    .formatted(view.id()),
                            Map.of("id", view.id().value()))
                    .asException();
        }
    }

    private Mono<InvoiceQuery.Inputs> inputs(
            Call call, InvoiceView closed, Instant now, @Nullable AmendmentId assuming) {
        return dispatch.find(
                        new InvoiceQuery.InputsNow(
                                call.scope(), closed.id(), now, closed.opening(), assuming),
                        InvoiceQuery.Inputs.class)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        Problem.of(
                                                        ProblemCode.SERVICE_UNAVAILABLE,
                                                        "invoice '%s' cannot be computed yet; ask again"
                                                                .formatted(closed.id()),
                                                        Map.of("id", closed.id().value()))
                                                .retryAfter(Duration.ofSeconds(1))
                                                .asException()));
    }

    private Mono<Correction.Earlier> earlier(Call call, InvoiceView closed) {
        return Mono.zip(corrections(call, closed), notes(call, closed), Correction.Earlier::new);
    }

    private Mono<List<InvoiceView>> corrections(Call call, InvoiceView closed) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id",
                                        Operator.EQ,
                                        List.of(closed.opening().customerId().value())),
                                new Criterion(
                                        "reason",
                                        Operator.EQ,
                                        List.of(BillingReason.CORRECTION.name()))),
                        List.of(),
                        CORRECTIONS_MAX,
                        0);
        return dispatch.ask(new InvoiceQuery.Search(call.scope(), spec), InvoiceQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .filter(other -> corrects(other, closed))
                                        .toList());
    }

    private static boolean corrects(InvoiceView other, InvoiceView closed) {
        GivenInvoice given = other.opening().given();
        return given != null && closed.id().equals(given.corrects());
    }

    private Mono<Integer> notes(Call call, InvoiceView closed) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "invoice_id", Operator.EQ, List.of(closed.id().value()))),
                        List.of(),
                        CORRECTIONS_MAX,
                        0);
        String ours = Correction.noteKey(closed.id().value());
        return dispatch.ask(
                        new CreditNoteQuery.Search(call.scope(), spec), CreditNoteQuery.Page.class)
                .map(
                        page ->
                                (int)
                                        page.items().stream()
                                                .map(note -> note.note().idempotencyKey())
                                                .filter(key -> key != null && key.startsWith(ours))
                                                .count());
    }

    private static ObjectNode json(Correction correction, Done done) {
        Money difference = correction.difference();
        InvoiceView closed = correction.closed();
        return Json.object()
                .put("invoice_id", closed.id())
                .put("currency", closed.opening().currency().code().toLowerCase(Locale.ROOT))
                .put("difference", difference)
                .put("effect", effect(difference))
                .list("lines", correction.lines(), InvoiceCorrection::line)
                .set(
                        "correcting_invoice",
                        done.invoice() == null
                                ? null
                                : InvoiceJson.of(done.invoice(), InvoiceJson.Shown.alone()))
                .texts(
                        "correcting_credit_note_ids",
                        done.notes().stream().map(CreditNoteId::value).toList())
                .node();
    }

    private static String effect(Money difference) {
        if (difference.isZero()) {
            return "NONE";
        }
        return difference.isNegative() ? "CREDIT" : "DEBIT";
    }

    private static ObjectNode line(Correction.Line line) {
        var input = line.either().input();
        InvoiceLine stored = line.stored();
        InvoiceLine now = line.now();
        return Json.object()
                .put("line_id", input.id())
                .put("display_name", input.displayName())
                .put("period_start", input.servicePeriod().start())
                .put("period_end", input.servicePeriod().end())
                .put("quantity_billed", stored == null ? null : stored.input().quantity())
                .put("quantity_due", now == null ? null : now.input().quantity())
                .put("billed", line.billed().amount())
                .put("discount_billed", line.billed().discount())
                .put("tax_billed", line.billed().tax())
                .put("corrected", line.corrected().total())
                .put("due", line.due().amount())
                .put("discount_due", line.due().discount())
                .put("tax_due", line.due().tax())
                .put("difference", line.difference())
                .node();
    }
}

package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Correction;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
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
 * and billed by a further invoice when somebody says so.
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

    /** What is to be corrected, and from what it follows. */
    private record Found(
            InvoiceView closed,
            Correction correction,
            Conventions conventions,
            int earlier,
            Instant at) {}

    @PostMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id) {
        return found(call, id).map(found -> Answer.ok(json(found, null)));
    }

    @PostMapping("/execute")
    Mono<ResponseEntity<byte[]>> execute(Call call, @PathVariable("id") String id) {
        return found(call, id)
                .flatMap(
                        found -> {
                            Money difference = found.correction().difference();
                            if (difference.isZero()) {
                                return Mono.just(Answer.ok(json(found, null)));
                            }
                            if (difference.isNegative()) {
                                return Mono.error(tooMuch(found, difference));
                            }
                            return issued(call, found)
                                    .map(invoice -> Answer.ok(json(found, invoice)));
                        });
    }

    private Mono<InvoiceView> issued(Call call, Found found) {
        InvoiceOpening opening =
                found.correction()
                        .opening(found.closed(), found.conventions(), found.earlier(), found.at());
        InvoiceId id = InvoiceId.derived(opening);
        return dispatch.send(
                        call,
                        ViewKind.INVOICE,
                        new InvoiceCommand.Open(id, call.scope(), found.at(), opening))
                .then(Mono.defer(() -> invoices.finalized(call, id)));
    }

    private static Throwable tooMuch(Found found, Money difference) {
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        ("invoice '%s' has billed %s too much; give it back by a credit note for"
                                        + " the lines that the preview names")
                                .formatted(
                                        found.closed().id(),
                                        Money.zero(difference.currency()).minus(difference)),
                        Map.of("id", found.closed().id().value()))
                .asException();
    }

    private Mono<Found> found(Call call, String id) {
        return invoices.found(call, id)
                .doOnNext(InvoiceCorrection::requireClosed)
                .flatMap(
                        closed ->
                                dispatch.now(call)
                                        .flatMap(
                                                now ->
                                                        Mono.zip(
                                                                inputs(call, closed, now, null),
                                                                earlier(call, closed),
                                                                (inputs, earlier) ->
                                                                        compared(
                                                                                closed, inputs,
                                                                                earlier, now))));
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
                (inputs, earlier) -> compared(invoice, inputs, earlier, now).correction());
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

    private Mono<List<InvoiceView>> earlier(Call call, InvoiceView closed) {
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

    private static Found compared(
            InvoiceView closed,
            InvoiceQuery.Inputs inputs,
            List<InvoiceView> earlier,
            Instant now) {
        List<InvoiceLine> lines =
                InvoiceDocuments.lines(
                        inputs.lines(),
                        InvoiceComputation.compute(
                                InvoiceDocuments.inputs(
                                        closed.opening().currency(),
                                        inputs.conventions(),
                                        inputs.lines())));
        List<InvoiceView> standing =
                earlier.stream()
                        .filter(other -> other.status() != InvoiceView.Status.VOIDED)
                        .toList();
        return new Found(
                closed,
                Correction.of(closed, lines, standing),
                inputs.conventions(),
                earlier.size(),
                now);
    }

    private static ObjectNode json(Found found, @Nullable InvoiceView issued) {
        Correction correction = found.correction();
        Money difference = correction.difference();
        return Json.object()
                .put("invoice_id", found.closed().id())
                .put(
                        "currency",
                        found.closed().opening().currency().code().toLowerCase(Locale.ROOT))
                .put("difference", difference)
                .put("effect", effect(difference))
                .list("lines", correction.lines(), InvoiceCorrection::line)
                .set(
                        "correcting_invoice",
                        issued == null ? null : InvoiceJson.of(issued, InvoiceJson.Shown.alone()))
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
                .put("billed", line.billed())
                .put("corrected", line.corrected())
                .put("due", line.due())
                .put("difference", line.difference())
                .node();
    }
}

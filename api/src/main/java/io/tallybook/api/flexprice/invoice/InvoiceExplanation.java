package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.subscription.UsageOfSharers;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.core.invoice.GivenInvoice;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.Recomputation;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQueryFindBuilder;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.rating.Conventions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Why a line came to what it did, and whether it still follows from what was stored with it. */
@RestController
@RequestMapping("/v1/invoices/{id}")
public final class InvoiceExplanation {
    private final Dispatch dispatch;
    private final Directory directory;
    private final Invoices invoices;

    public InvoiceExplanation(Dispatch dispatch, Directory directory, Invoices invoices) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.invoices = invoices;
    }

    @PostMapping("/recompute")
    Mono<ResponseEntity<byte[]>> recompute(
            Call call, @PathVariable("id") String id, Params params) {
        boolean rereads = rereads(params);
        return invoices.found(call, id)
                .doOnNext(InvoiceExplanation::requireComputed)
                .flatMap(
                        view ->
                                Mono.zip(
                                        conventions(call, view),
                                        today(call, view, rereads ? view.lines() : List.of()),
                                        (rules, today) ->
                                                json(
                                                        view,
                                                        Recomputation.of(view, rules),
                                                        rereads ? today : null)))
                .map(Answer::ok);
    }

    @PostMapping("/lines/{line}/recompute")
    Mono<ResponseEntity<byte[]>> recomputeLine(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("line") String line,
            Params params) {
        boolean rereads = rereads(params);
        return invoices.found(call, id)
                .flatMap(
                        view -> {
                            InvoiceLine found = line(view, line);
                            return Mono.zip(
                                    conventions(call, view),
                                    today(call, view, rereads ? List.of(found) : List.of()),
                                    (rules, today) ->
                                            json(
                                                    view,
                                                    Recomputation.of(view, found, rules),
                                                    rereads ? today : null));
                        })
                .map(Answer::ok);
    }

    private static boolean rereads(Params params) {
        boolean rereads = Boolean.TRUE.equals(params.optional("usage").truth());
        params.check();
        return rereads;
    }

    private Mono<UsageToday> today(Call call, InvoiceView view, List<InvoiceLine> lines) {
        return UsageToday.of(dispatch, call, view, lines);
    }

    @GetMapping("/lines/{line}/explanation")
    Mono<ResponseEntity<byte[]>> explanation(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("line") String line,
            Params params) {
        int limit = params.optional("limit").integer(1, 1_000, 50);
        int offset = params.optional("offset").integer(0, 1_000_000, 0);
        params.check();
        return invoices.found(call, id)
                .flatMap(
                        view -> {
                            InvoiceLine found = line(view, line);
                            return Mono.zip(
                                    events(call, found.input(), limit, offset),
                                    sharers(call, view, found.input()),
                                    (events, used) ->
                                            LineExplanationJson.of(view, found, events, used));
                        })
                .map(Answer::ok);
    }

    /**
     * The events that a line counted: those of its period that its meter and its price take, as
     * they were when its reading was frozen; none without usage.
     */
    private Mono<Optional<UsageQuery.Events>> events(
            Call call, InvoiceLineInput input, int limit, int offset) {
        UsageReading reading = input.reading();
        if (reading == null) {
            return Mono.just(Optional.empty());
        }
        return directory
                .meter(call, reading.meterId())
                .flatMap(
                        meter ->
                                dispatch.ask(
                                        UsageQueryFindBuilder.builder(
                                                        UsageQuery.Find.all(
                                                                call.scope(),
                                                                reading.period().start(),
                                                                reading.period().end(),
                                                                limit))
                                                .externalCustomerId(reading.externalCustomerId())
                                                .eventName(meter.definition().eventName())
                                                .properties(input.price().range().filterValues())
                                                .offset(offset)
                                                .state(new ReadingState(null, reading.watermark()))
                                                .versions(versions(meter.definition(), reading))
                                                .sharers(reading.shared())
                                                .build(),
                                        UsageQuery.Events.class))
                .map(Optional::of);
    }

    private Mono<UsageOfSharers> sharers(Call call, InvoiceView view, InvoiceLineInput input) {
        UsageReading reading = input.reading();
        return reading == null || reading.sharers() == null
                ? Mono.just(new UsageOfSharers(Map.of()))
                : directory
                        .subscription(call, view.opening().subscription())
                        .flatMap(
                                subscription ->
                                        UsageOfSharers.of(
                                                dispatch,
                                                call,
                                                subscription.terms(),
                                                view,
                                                new ReadingState(null, reading.watermark())));
    }

    // Readings of before it was noted are judged by what was in force.
    private static List<MeterVersion> versions(MeterDefinition meter, UsageReading reading) {
        List<MeterVersion> noted = reading.versions();
        return noted == null ? meter.during(reading.period()) : noted;
    }

    private static InvoiceLine line(InvoiceView view, String line) {
        return view.lines().stream()
                .filter(each -> each.input().id().value().equals(line))
                .findFirst()
                .orElseThrow(
                        () ->
                                Problem.of(
                                                ProblemCode.NOT_FOUND,
                                                "line '%s' of invoice '%s' was not found"
                                                        .formatted(line, view.id()),
                                                Map.of("kind", "invoice line", "id", line))
                                        .asException());
    }

    private static void requireComputed(InvoiceView view) {
        if (view.computedAt() == null) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "invoice '%s' has not been computed yet".formatted(view.id()),
                            Map.of("id", view.id().value()))
                    .asException();
        }
    }

    /** By which the invoice was computed; of an old one, what its subscription is billed by. */
    private Mono<Conventions> conventions(Call call, InvoiceView view) {
        Conventions noted = view.said().conventions();
        GivenInvoice given = view.opening().given();
        if (noted != null) {
            return Mono.just(noted);
        }
        if (given != null) {
            return Mono.just(given.conventions());
        }
        return dispatch.find(
                        new SubscriptionQuery.ById(call.scope(), view.opening().subscription()),
                        SubscriptionView.class)
                .map(subscription -> subscription.terms().conventions())
                .switchIfEmpty(Named.missing("subscription", view.opening().subscription()));
    }

    private static ObjectNode json(
            InvoiceView view, Recomputation recomputation, @Nullable UsageToday today) {
        return Json.object()
                .put("invoice_id", view.id())
                .put("equal", recomputation.isEqual())
                .put("lines_recomputed", recomputation.lines())
                .put("inputs_digest", view.inputsDigest())
                .put("engine_version", view.engineVersion())
                .list("differences", recomputation.differences(), InvoiceExplanation::difference)
                .set("usage", today == null ? null : today.json())
                .node();
    }

    static ObjectNode difference(Recomputation.Difference difference) {
        return Json.object()
                .put("line_id", difference.line())
                .put("field", difference.field())
                .put("stored", difference.stored())
                .put("recomputed", difference.recomputed())
                .node();
    }
}

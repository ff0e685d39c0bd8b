package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.Recomputation.Difference;
import io.tallybook.core.usage.UsageReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether usage that is read once more is still what an invoice has frozen of it. It may not be:
 * what came in or was amended afterwards is no part of the invoice, and is billed by a correction.
 *
 * @param at up to when usage was read
 * @param read how many lines were read again
 * @param differences what is frozen, and what is read now
 */
record UsageToday(Instant at, int read, List<Difference> differences) {
    UsageToday {
        differences = List.copyOf(differences);
    }

    /** Of these lines of an invoice; those without usage have nothing to read. */
    static Mono<UsageToday> of(
            Dispatch dispatch, Call call, InvoiceView invoice, List<InvoiceLine> lines) {
        List<InvoiceLineInput> used =
                lines.stream()
                        .map(InvoiceLine::input)
                        .filter(input -> input.reading() != null)
                        .toList();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                used.isEmpty() || !invoice.opening().followsTerms()
                                        ? Mono.just(new UsageToday(now, 0, List.of()))
                                        : read(dispatch, call, invoice, now)
                                                .map(inputs -> compared(used, inputs, now)));
    }

    private static Mono<InvoiceQuery.Inputs> read(
            Dispatch dispatch, Call call, InvoiceView invoice, Instant now) {
        return dispatch.find(
                        new InvoiceQuery.InputsNow(
                                call.scope(), invoice.id(), now, invoice.opening()),
                        InvoiceQuery.Inputs.class)
                .switchIfEmpty(
                        Mono.error(
                                () ->
                                        Problem.of(
                                                        ProblemCode.SERVICE_UNAVAILABLE,
                                                        "usage of invoice '%s' cannot be read yet; ask again"
                                                                .formatted(invoice.id()),
                                                        Map.of("id", invoice.id().value()))
                                                .retryAfter(Duration.ofSeconds(1))
                                                .asException()));
    }

    private static UsageToday compared(
            List<InvoiceLineInput> used, InvoiceQuery.Inputs inputs, Instant now) {
        Map<InvoiceLineId, InvoiceLineInput> today =
                inputs.lines().stream()
                        .collect(Collectors.toMap(InvoiceLineInput::id, Function.identity()));
        List<Difference> differences = new ArrayList<>();
        int read = 0;
        for (InvoiceLineInput input : used) {
            UsageReading frozen = Objects.requireNonNull(input.reading());
            InvoiceLineInput again = today.get(input.id());
            if (again == null || again.reading() == null) {
                differences.add(
                        new Difference(
                                input.id(),
                                "line",
                                frozen.quantity().toPlainString(),
                                "not charged by what is agreed today"));
            } else {
                read++;
                compare(input.id(), frozen, again.reading(), differences);
            }
        }
        return new UsageToday(now, read, differences);
    }

    // The watermark is a place on the log, and moves on with every event of anybody.
    private static void compare(
            InvoiceLineId line,
            UsageReading frozen,
            UsageReading today,
            List<Difference> differences) {
        if (frozen.quantity().compareTo(today.quantity()) != 0) {
            differences.add(
                    new Difference(
                            line,
                            "quantity",
                            frozen.quantity().toPlainString(),
                            today.quantity().toPlainString()));
        }
        if (frozen.eventCount() != today.eventCount()) {
            differences.add(
                    new Difference(
                            line,
                            "event_count",
                            String.valueOf(frozen.eventCount()),
                            String.valueOf(today.eventCount())));
        }
        if (!frozen.digest().equals(today.digest())) {
            differences.add(new Difference(line, "digest", frozen.digest(), today.digest()));
        }
    }

    ObjectNode json() {
        return Json.object()
                .put("equal", differences.isEmpty())
                .put("read_at", at)
                .put("lines_read", read)
                .list("differences", differences, InvoiceExplanation::difference)
                .node();
    }
}

package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedRecords.Standing;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of records that came in by a file or a topic and were no usage events: which there
 * are, why, and how they become events after all.
 */
@RestController
@RequestMapping("/v1/events/rejected")
public final class RejectedEvents {
    private static final Choice<Standing> STANDINGS =
            Choice.of(Standing.class, each -> each.name().toLowerCase(Locale.ROOT));
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Intake intake;
    private final RejectedRecords records;
    private final EventTimes times;
    private final Scheduler blocking;

    public RejectedEvents(
            Dispatch dispatch,
            Intake intake,
            RejectedRecords records,
            EventTimes times,
            Scheduler apiWork) {
        this.times = times;
        this.dispatch = dispatch;
        this.intake = intake;
        this.records = records;
        this.blocking = apiWork;
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        String source = params.optional("source").text(SHORT);
        Standing standing = params.optional("standing").choice(STANDINGS, Standing.ALL);
        ListRequest request =
                ListRequest.ofAnyStatus(params, new Searchable(), new Criteria(params));
        var question =
                new RejectedRecords.Question(
                        source,
                        standing,
                        request.spec().limit(),
                        request.spec().offset(),
                        request.spec().after());
        return asked(() -> records.list(call.scope(), question))
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                RejectedEvents::json)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return found(call, id).map(one -> Answer.ok(json(one)));
    }

    /**
     * Makes the event of it that it should have been. With a body, that is the event; without one,
     * the record is read again as it came. Its id, if the event has none of its own, follows from
     * where the record stood, so that however often this is asked for, there is one event.
     */
    @PostMapping("/{id}/replay")
    Mono<ResponseEntity<byte[]>> replay(Call call, @PathVariable("id") String id, Body body) {
        return Mono.zip(found(call, id), dispatch.now(call), times.of(call))
                .flatMap(
                        found -> {
                            RejectedUsage one = found.getT1();
                            Body repaired =
                                    body.names().isEmpty() ? Body.ofLine(one.payload(), 1) : body;
                            UsageEvent event =
                                    EventRecord.read(
                                            repaired,
                                            call.scope(),
                                            one.source() + "/" + one.position(),
                                            found.getT2(),
                                            found.getT3());
                            return intake.accept(List.of(event))
                                    .then(noted(one.replayed(event.eventId())));
                        })
                .map(one -> Answer.accepted(json(one)));
    }

    private Mono<RejectedUsage> noted(RejectedUsage replayed) {
        return asked(
                () -> {
                    records.replayed(replayed);
                    return replayed;
                });
    }

    private Mono<RejectedUsage> found(Call call, String id) {
        return asked(() -> records.find(call.scope(), id))
                .flatMap(
                        found ->
                                found.map(Mono::just)
                                        .orElseGet(() -> Named.missing("rejected record", id)));
    }

    private <T> Mono<T> asked(Supplier<T> question) {
        return Mono.fromSupplier(question)
                .subscribeOn(blocking)
                .onErrorMap(
                        failure ->
                                Problem.of(
                                                ProblemCode.SERVICE_UNAVAILABLE,
                                                "the store of usage does not answer at the moment")
                                        .retryAfter(Duration.ofSeconds(2))
                                        .causedBy(failure));
    }

    private static ObjectNode json(RejectedUsage one) {
        return Json.object()
                .put("id", one.id())
                .put("source", one.source())
                .put("position", one.position())
                .put("reason", one.reason())
                .put("payload", one.payload())
                .put("rejected_at", one.rejectedAt())
                .put("replayed_as", one.replayedAs())
                .node();
    }
}

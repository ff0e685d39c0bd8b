package io.tallybook.api.flexprice.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedRecords.Standing;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of payloads in the shape of a provider: each becomes the event that the environment's
 * {@link RawShape} finds in it, or is set aside with its reason, and is read again by the shape of
 * a later day.
 */
@RestController
@RequestMapping("/v1/events/raw")
public final class RawEvents {
    /** What they are listed under among the rejected. */
    static final String SOURCE = "raw";

    private static final int MOST_AT_ONCE = 1_000;
    private static final int PAGE = 500;
    private static final int PAGES_MAX = 20;

    private final Dispatch dispatch;
    private final Intake intake;
    private final RejectedRecords records;
    private final EventTimes times;
    private final Scheduler blocking;

    public RawEvents(
            Dispatch dispatch,
            Intake intake,
            RejectedRecords records,
            EventTimes times,
            Scheduler apiWork) {
        this.dispatch = dispatch;
        this.intake = intake;
        this.records = records;
        this.times = times;
        this.blocking = apiWork;
    }

    /** How payloads are read at a moment. */
    private record Reading(Scope scope, RawShape shape, EventTimePolicy policy, Instant at) {
        /** What became of one: an event, or a record that is set aside. */
        Read read(String payload) {
            Body event = null;
            try {
                event = shape.event((ObjectNode) Json.MAPPER.readTree(payload));
                UsageEvent usage = EventRecord.read(event, scope, id(payload), at);
                String refusal = EventRecord.refusal(usage, policy).orElse(null);
                return refusal == null
                        ? new Read(usage, null)
                        : new Read(null, rejected(payload, refusal, usage.eventId()));
            } catch (ProblemException e) {
                String said = event == null ? null : EventRecord.saidId(event);
                return new Read(null, rejected(payload, e.problem().message(), said));
            }
        }

        private RejectedUsage rejected(String payload, String why, @Nullable String eventId) {
            return RejectedUsage.ofContent(scope, SOURCE, why, payload, at, eventId);
        }
    }

    /** One of the two is there. */
    private record Read(@Nullable UsageEvent event, @Nullable RejectedUsage rejected) {
        ObjectNode json() {
            return Json.object()
                    .put("event_id", event == null ? null : event.eventId())
                    .put("rejected_id", rejected == null ? null : rejected.id())
                    .put("reason", rejected == null ? null : rejected.reason())
                    .node();
        }
    }

    /** Takes up to 1,000 payloads in: 202 once all are durable, as events or set aside. */
    @PostMapping("/bulk")
    Mono<ResponseEntity<byte[]>> ingest(Call call, Body body) {
        List<String> payloads = new ArrayList<>();
        int number = 0;
        for (Fields payload : body.required("events").objects(1, MOST_AT_ONCE)) {
            String text = Json.MAPPER.writeValueAsString(payload.document());
            if (text.length() > RejectedUsage.PAYLOAD_MAX) {
                body.complain(
                        "events[" + number + "]",
                        "at most " + RejectedUsage.PAYLOAD_MAX + " characters",
                        Integer.toString(text.length()));
            }
            payloads.add(text);
            number++;
        }
        body.check();
        return reading(call)
                .flatMap(reading -> taken(payloads.stream().map(reading::read).toList()))
                .map(read -> Answer.accepted(json(read)));
    }

    private static ObjectNode json(List<Read> read) {
        long events = read.stream().filter(one -> one.event() != null).count();
        return Json.object()
                .put("message", "Raw events accepted for processing")
                .put("accepted", events)
                .put("rejected", read.size() - events)
                .list("items", read, Read::json)
                .node();
    }

    /** Reads again what is set aside and was never replayed. */
    @PostMapping("/reprocess/pending")
    Mono<ResponseEntity<byte[]>> pending(Call call, Body body) {
        return reprocessed(call, body, Standing.OPEN);
    }

    /**
     * Reads again what was ever set aside. What has become an event is the same event, so that
     * nothing counts twice.
     */
    @PostMapping("/reprocess/all")
    Mono<ResponseEntity<byte[]>> all(Call call, Body body) {
        return reprocessed(call, body, Standing.ALL);
    }

    /** How far a run has come. */
    private record Run(long replayed, long rejected, @Nullable String after, boolean hasMore) {
        ObjectNode json() {
            return Json.object()
                    .put("message", "Raw events were read again")
                    .put("replayed", replayed)
                    .put("rejected", rejected)
                    .put("cursor", after)
                    .put("has_more", hasMore)
                    .node();
        }
    }

    private Mono<ResponseEntity<byte[]>> reprocessed(Call call, Body body, Standing standing) {
        String cursor = body.optional("cursor").text(255);
        body.check();
        return reading(call)
                .flatMap(
                        reading ->
                                Flux.range(0, PAGES_MAX)
                                        .reduce(
                                                Mono.just(new Run(0, 0, cursor, true)),
                                                (run, _) ->
                                                        run.flatMap(
                                                                so ->
                                                                        further(
                                                                                reading, standing,
                                                                                so)))
                                        .flatMap(run -> run))
                .map(run -> Answer.accepted(run.json()));
    }

    private Mono<Run> further(Reading reading, Standing standing, Run so) {
        if (!so.hasMore()) {
            return Mono.just(so);
        }
        var question = new RejectedRecords.Question(SOURCE, standing, PAGE, 0, so.after());
        return asked(() -> records.list(reading.scope(), question).items())
                .flatMap(page -> page.isEmpty() ? Mono.just(ended(so)) : again(reading, page, so));
    }

    private static Run ended(Run so) {
        return new Run(so.replayed(), so.rejected(), null, false);
    }

    private Mono<Run> again(Reading reading, List<RejectedUsage> page, Run so) {
        List<UsageEvent> events = new ArrayList<>();
        List<RejectedUsage> replayed = new ArrayList<>();
        for (RejectedUsage one : page) {
            UsageEvent event = reading.read(one.payload()).event();
            if (event != null) {
                events.add(event);
                replayed.add(one.replayed(event.eventId()));
            }
        }
        Run next =
                new Run(
                        so.replayed() + replayed.size(),
                        so.rejected() + page.size() - replayed.size(),
                        page.getLast().id(),
                        page.size() == PAGE);
        return intake.accept(events)
                .then(kept(replayed))
                .thenReturn(next.hasMore() ? next : ended(next));
    }

    private Mono<Reading> reading(Call call) {
        return Mono.zip(RawShape.of(dispatch, call.scope()), times.of(call), dispatch.now(call))
                .map(all -> new Reading(call.scope(), all.getT1(), all.getT2(), all.getT3()));
    }

    private Mono<List<Read>> taken(List<Read> read) {
        List<UsageEvent> events = new ArrayList<>();
        List<RejectedUsage> rejected = new ArrayList<>();
        for (Read one : read) {
            if (one.event() != null) {
                events.add(one.event());
            }
            if (one.rejected() != null) {
                rejected.add(one.rejected());
            }
        }
        return intake.accept(events).then(kept(rejected)).thenReturn(read);
    }

    private Mono<Void> kept(List<RejectedUsage> rejected) {
        return asked(
                        () -> {
                            records.keep(rejected);
                            return rejected;
                        })
                .then();
    }

    private <T> Mono<T> asked(Supplier<T> question) {
        return Mono.fromSupplier(question)
                .subscribeOn(blocking)
                .onErrorMap(
                        failure -> !(failure instanceof ProblemException),
                        failure ->
                                Problem.of(
                                                ProblemCode.SERVICE_UNAVAILABLE,
                                                "what is set aside cannot be kept or read at the"
                                                        + " moment: send it again, what was kept is"
                                                        + " recognised")
                                        .retryAfter(Duration.ofSeconds(2))
                                        .causedBy(failure));
    }

    /** The same payload is the same event, if it has no id of its own. */
    private static String id(String payload) {
        return "raw_"
                + Ulid.derived(
                        Instant.EPOCH, UUID.nameUUIDFromBytes(payload.getBytes(UTF_8)).toString());
    }
}

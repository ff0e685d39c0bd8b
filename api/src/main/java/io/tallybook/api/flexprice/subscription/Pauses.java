package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPause;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which service is interrupted and goes on. */
@RestController
@RequestMapping("/v1/subscriptions/{id}")
public final class Pauses {
    private static final Choice<PauseOrder.Mode> MODES =
            Choice.of(PauseOrder.Mode.class, mode -> mode.name().toLowerCase(Locale.ROOT));
    private static final Choice<Course.Rest> RESTS =
            Choice.of(Course.Rest.class, rest -> rest.name().toLowerCase(Locale.ROOT));
    private static final Choice<String> RESUMES = Choice.words("immediate");

    private static final int DAYS_MAX = 3_650;

    private final Dispatch dispatch;
    private final Directory directory;

    public Pauses(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    // What a pause would do is not worked out without doing it.
    private static void refuseTrial(Body in) {
        if (Boolean.TRUE.equals(in.optional("dry_run").truth())) {
            in.complain("dry_run", "false, or to be left out", "true");
        }
    }

    /** A pause that is wished for. */
    private record Wish(
            PauseOrder.Mode mode,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable Integer days,
            Course.Rest rest,
            @Nullable String reason,
            Map<String, String> metadata) {

        static Wish of(Body in) {
            PauseOrder.Mode mode =
                    in.optional("pause_mode").choice(MODES, PauseOrder.Mode.IMMEDIATE);
            Instant start = in.optional("pause_start").instant();
            if ((start == null) == (mode == PauseOrder.Mode.SCHEDULED)) {
                in.complain(
                        "pause_start",
                        "a moment with pause_mode scheduled, and none with any other",
                        start == null ? "none" : start.toString());
            }
            Instant end = in.optional("pause_end").instant();
            Long days = in.optional("pause_days").integer(1, DAYS_MAX);
            if (end != null && days != null) {
                in.complain("pause_days", "to be left out where pause_end is given", "" + days);
            }
            refuseTrial(in);
            var wish =
                    new Wish(
                            mode,
                            start,
                            end,
                            days == null ? null : Math.toIntExact(days),
                            in.optional("open_period").choice(RESTS, Course.Rest.LATER),
                            in.optional("reason").text(Wishes.LONG),
                            in.optional("metadata").looseMap(Wishes.LONG));
            in.check();
            return wish;
        }

        SubscriptionCommand.Pause command(Call call, SubscriptionId id, PauseId pause, Instant at) {
            return new SubscriptionCommand.Pause(
                    id, call.scope(), at, pause, mode, start, end, days, rest, reason, metadata);
        }
    }

    @PostMapping("/pause")
    Mono<ResponseEntity<byte[]>> pause(Call call, @PathVariable("id") String id, Body body) {
        SubscriptionId subscription = Named.id("subscription", id, SubscriptionId::new);
        Wish wish = Wish.of(body);
        PauseId pause = PauseId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        wish.command(call, subscription, pause, now)))
                .then(Mono.defer(() -> directory.subscription(call, subscription)))
                .map(view -> Answer.ok(last(view)));
    }

    @PostMapping("/resume")
    Mono<ResponseEntity<byte[]>> resume(Call call, @PathVariable("id") String id, Body body) {
        SubscriptionId subscription = Named.id("subscription", id, SubscriptionId::new);
        body.optional("resume_mode").choice(RESUMES);
        body.optional("metadata").looseMap(Wishes.LONG);
        refuseTrial(body);
        body.check();
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        new SubscriptionCommand.Resume(
                                                subscription,
                                                call.scope(),
                                                now,
                                                ResumeMode.IMMEDIATE)))
                .then(Mono.defer(() -> directory.subscription(call, subscription)))
                .map(view -> Answer.ok(last(view)));
    }

    @GetMapping("/pauses")
    Mono<ResponseEntity<byte[]>> pauses(Call call, @PathVariable("id") String id) {
        return directory
                .subscription(call, Named.id("subscription", id, SubscriptionId::new))
                .map(
                        view ->
                                // A list of one list: so the npm client reads it.
                                Answer.ok(Json.list(List.of(view), Pauses::listed)));
    }

    private static ObjectNode listed(SubscriptionView view) {
        List<SubscriptionPause> pauses = view.agenda().pauses();
        return Json.object()
                .list("items", pauses, pause -> PauseJson.of(view, pause))
                .put("total", pauses.size())
                .node();
    }

    private static ObjectNode last(SubscriptionView view) {
        List<SubscriptionPause> pauses = view.agenda().pauses();
        if (pauses.isEmpty()) {
            throw Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "the pause of subscription '%s' was accepted and cannot be shown yet"
                                    .formatted(view.id()),
                            Map.of("id", view.id().value()))
                    .retryAfter(Duration.ofSeconds(2))
                    .asException();
        }
        return PauseJson.of(view, pauses.getLast());
    }
}

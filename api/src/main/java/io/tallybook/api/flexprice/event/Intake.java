package io.tallybook.api.flexprice.event;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.core.usage.UsageRefusals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Hands events to the usage path and says so when it cannot promise to keep them. */
public final class Intake {

    private final UsageIntake usage;
    private final UsageRefusals refusals;
    private final Scheduler blocking;

    public Intake(UsageIntake usage, UsageRefusals refusals, Scheduler blocking) {
        this.usage = usage;
        this.refusals = refusals;
        this.blocking = blocking;
    }

    /**
     * Completes once all are durable. Errors: ProblemException (503, to be sent again) if that
     * cannot be said.
     */
    public Mono<Void> accept(List<UsageEvent> events) {
        return Mono.fromFuture(() -> usage.accept(events))
                .subscribeOn(blocking)
                .onErrorMap(Intake::told);
    }

    /** Completes once it is durable that they were refused. Errors: as of {@link #accept}. */
    public Mono<Void> refuse(List<RefusedUsage> refused) {
        return Mono.fromFuture(() -> refusals.refuse(refused))
                .subscribeOn(blocking)
                .onErrorMap(Intake::told);
    }

    private static Throwable told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        if (!(cause instanceof UsageNotDurable)) {
            return cause;
        }
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "the events cannot be made durable at the moment: send them all again,"
                                + " those kept are recognised")
                .retryAfter(Duration.ofSeconds(2))
                .causedBy(cause);
    }

    static Problem unknownCustomer(String path, String text) {
        String expected = "the id of a customer, or an external_customer_id beside it";
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "%s: expected %s, got \"%s\"".formatted(path, expected, text),
                Map.of("field", path, "expected", expected, "got", text));
    }
}

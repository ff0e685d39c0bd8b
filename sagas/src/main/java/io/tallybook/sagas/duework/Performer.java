package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import io.tallybook.core.duework.DueWorkCommand.PerformUpTo;
import io.tallybook.core.duework.DueWorkCommand.Report;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.ProcessCommands;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the due work of an environment in the order of its due time, as if it had been lived
 * through: what is due at one moment is done, with all that follows from it, before what is due
 * later.
 *
 * <p>Work that fails is tried again later and holds up no other.
 */
public final class Performer {
    private static final Logger LOG = LoggerFactory.getLogger(Performer.class);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int LOOKED_AT_ONCE = 50;

    private final DueWork dueWork;
    private final EnvironmentLocks locks;
    private final Progress progress;
    private final ProcessCommands commands;
    private final Map<DueKind, Preparation> preparations;
    private final Clock machine;
    private final Pace pace;
    private final DueWorkMetrics metrics;

    /**
     * @param preparations what has to be collected, asked for or done before the command is sent
     * @param machine tells only when a failed attempt is repeated; work takes effect at its due
     *     time
     */
    public Performer(
            DueWork dueWork,
            EnvironmentLocks locks,
            Progress progress,
            ProcessCommands commands,
            Map<DueKind, Preparation> preparations,
            Clock machine,
            Pace pace,
            DueWorkMetrics metrics) {
        this.dueWork = dueWork;
        this.locks = locks;
        this.progress = progress;
        this.commands = commands;
        this.preparations = Map.copyOf(preparations);
        this.machine = machine;
        this.pace = pace;
        this.metrics = metrics;
    }

    /** Performs for somebody who waits: what has failed before is tried again at once. */
    Report performAll(PerformUpTo order) throws InterruptedException {
        long begin = System.nanoTime();
        Duration bound = pace.settling().plus(pace.patience());
        Optional<EnvironmentLocks.Held> held = locks.hold(order.scope().environment(), bound);
        if (held.isEmpty()) {
            return report(order, 0, "somebody else has been performing for " + bound);
        }
        try (var _ = held.get()) {
            boolean complete = progress.await(pace.settling());
            dueWork.retryNow(order.scope(), order.upTo());
            int performed = 0;
            do {
                performed += perform(order.scope(), order.upTo());
                // What processes make of the last of it may be due by now too, and who waited looks
                // at views next.
                progress.await(pace.settling());
            } while (isDue(order.scope(), order.upTo())
                    || mayRetry(order.scope(), order.upTo(), begin + pace.patience().toNanos()));
            return report(
                    order,
                    performed,
                    complete ? "" : "not every event was processed within " + pace.settling());
        } finally {
            metrics.advanced(Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    /** Performs what is due now, unless somebody else does. */
    void performDue(Scope scope, Instant upTo) throws InterruptedException {
        if (!isDue(scope, upTo)) {
            return;
        }
        Optional<EnvironmentLocks.Held> held = locks.tryHold(scope.environment());
        if (held.isPresent()) {
            try (var _ = held.get()) {
                progress.await(pace.settling());
                perform(scope, upTo);
            }
        }
    }

    private boolean isDue(Scope scope, Instant upTo) {
        return !dueWork.next(scope, upTo, machine.instant(), 1).isEmpty();
    }

    /** Waits for the next attempt at what has failed, if it comes before {@code end}. */
    private boolean mayRetry(Scope scope, Instant upTo, long end) throws InterruptedException {
        Optional<Instant> next = dueWork.nextAttempt(scope, upTo);
        if (next.isEmpty()) {
            return false;
        }
        Duration wait = Duration.between(machine.instant(), next.get()).plus(POLL);
        if (System.nanoTime() + wait.toNanos() - end > 0) {
            return false;
        }
        Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
        return true;
    }

    private int perform(Scope scope, Instant upTo) throws InterruptedException {
        int performed = 0;
        List<DueItem> batch = dueWork.next(scope, upTo, machine.instant(), pace.batch());
        while (!batch.isEmpty()) {
            metrics.begun(batch.size());
            try {
                performed += perform(scope, batch);
            } finally {
                metrics.ended(batch.size());
            }
            batch = dueWork.next(scope, upTo, machine.instant(), pace.batch());
        }
        return performed;
    }

    private int perform(Scope scope, List<DueItem> batch) throws InterruptedException {
        List<Prepared> prepared = prepare(scope, batch);
        Map<DueItem, String> failures = send(prepared);
        Set<DueItem> aside = aside(prepared);
        List<DueItem> sent =
                batch.stream()
                        .filter(item -> !failures.containsKey(item) && !aside.contains(item))
                        .toList();
        for (DueItem item : awaitSettled(sent)) {
            failures.put(item, "its command was accepted, but what was promised has not come");
        }
        failures.forEach(this::note);
        DueKind kind = batch.getFirst().duty().kind();
        if (kind == DueKind.FINALIZE) {
            // What is final begins to be collected: that is due at the same moment.
            progress.await(pace.settling());
        }
        metrics.performed(kind, batch.size() - failures.size() - aside.size());
        metrics.failed(kind, failures.size());
        return batch.size() - failures.size() - aside.size();
    }

    /** What is not to be done, after it was put off or let go. */
    private Set<DueItem> aside(List<Prepared> batch) {
        Set<DueItem> aside = new HashSet<>();
        List<DueItem> moot = new ArrayList<>();
        for (Prepared prepared : batch) {
            switch (prepared) {
                case Prepared.Postponed(var item, var until, var waitsFor) -> {
                    dueWork.postpone(item, until, waitsFor);
                    aside.add(item);
                }
                case Prepared.Moot(var item) -> moot.add(item);
                case Prepared.Ready _, Prepared.Unready _ -> {}
            }
        }
        dueWork.letGo(moot);
        aside.addAll(moot);
        return aside;
    }

    private void note(DueItem item, String error) {
        LOG.warn("{} failed, attempt {}: {}", item, item.attempts() + 1, error);
        dueWork.failed(item, error, machine.instant().plus(pace.retryAfter(item.attempts())));
    }

    private List<Prepared> prepare(Scope scope, List<DueItem> batch) throws InterruptedException {
        try {
            Preparation preparation = preparations.get(batch.getFirst().duty().kind());
            if (preparation == null) {
                return batch.stream().map(Performer::ready).toList();
            }
            // What is collected is read from views (which wallet pays first, how much is left to be
            // asked for): they have to show what the work before has done, or an advance would end
            // otherwise than a life.
            progress.await(pace.settling());
            return preparation.prepare(scope, batch);
        } catch (RuntimeException e) {
            LOG.warn("{} pieces of due work could not be prepared", batch.size(), e);
            return batch.stream()
                    .<Prepared>map(item -> new Prepared.Unready(item, e.toString()))
                    .toList();
        }
    }

    private static Prepared ready(DueItem item) {
        return new Prepared.Ready(item, DutyCommand.of(item));
    }

    /** Sends them all, some at a time; answers with what failed, and why. */
    private Map<DueItem, String> send(List<Prepared> batch) throws InterruptedException {
        Map<DueItem, String> failures = new HashMap<>();
        Map<DueItem, Future<Answer>> answers = new HashMap<>();
        Semaphore inFlight = new Semaphore(pace.inFlight());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Prepared prepared : batch) {
                switch (prepared) {
                    case Prepared.Unready(DueItem item, String reason) ->
                            failures.put(item, reason);
                    case Prepared.Postponed _, Prepared.Moot _ -> {}
                    case Prepared.Ready ready -> {
                        inFlight.acquire();
                        answers.put(ready.item(), threads.submit(() -> send(ready, inFlight)));
                    }
                }
            }
        }
        for (var entry : answers.entrySet()) {
            failure(entry.getValue()).ifPresent(error -> failures.put(entry.getKey(), error));
        }
        return failures;
    }

    private Answer send(Prepared.Ready ready, Semaphore inFlight) {
        try {
            DueKind kind = ready.item().duty().kind();
            return commands.send("due_work", "due_work:" + kind, ready.command());
        } finally {
            inFlight.release();
        }
    }

    private static Optional<String> failure(Future<Answer> answer) throws InterruptedException {
        try {
            return switch (answer.get()) {
                case Answer.Accepted _ -> Optional.empty();
                case Answer.Refused(var rejection) ->
                        Optional.of(rejection.reason() + ": " + rejection.message());
            };
        } catch (ExecutionException e) {
            return Optional.of(String.valueOf(e.getCause()));
        }
    }

    /** Waits until what was sent has had its effect; answers with those that are still owed. */
    private List<DueItem> awaitSettled(List<DueItem> sent) throws InterruptedException {
        if (sent.isEmpty()) {
            return List.of();
        }
        long end = System.nanoTime() + pace.settling().toNanos();
        List<DueItem> owed = sent;
        while (!owed.isEmpty() && System.nanoTime() - end < 0) {
            // Asked before the table is read: what is owed although all is quiet stays owed.
            if (progress.isQuiet()) {
                return dueWork.stillOwed(owed);
            }
            // A few at a time: reading the whole list over and over costs more than the work.
            List<DueItem> looked = owed.subList(0, Math.min(owed.size(), LOOKED_AT_ONCE));
            List<DueItem> left = dueWork.stillOwed(looked);
            if (!left.isEmpty()) {
                Thread.sleep(POLL);
            }
            owed = Stream.concat(left.stream(), owed.stream().skip(looked.size())).toList();
        }
        return owed;
    }

    /**
     * @param unknown why there may be more open work than the table shows; empty if there is not
     */
    private Report report(PerformUpTo order, int performed, String unknown) {
        int open = dueWork.open(order.scope(), order.upTo());
        String first =
                dueWork.firstOpen(order.scope(), order.upTo())
                        .map(
                                item ->
                                        dueWork.lastError(item)
                                                .map(error -> item + ": " + error)
                                                .orElse(item.toString()))
                        .orElse(unknown);
        return new Report(performed, unknown.isEmpty() ? open : Math.max(open, 1), first);
    }
}

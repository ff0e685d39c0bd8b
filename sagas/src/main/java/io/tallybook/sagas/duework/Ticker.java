package io.tallybook.sagas.duework;

import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.sagas.Replies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Performs what has fallen due, every second and in every environment: as live time passes, and in
 * a sandbox what an advance that was cut off has left.
 */
public final class Ticker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);

    private final QueryGateway queries;
    private final Performer performer;
    private final DueWork dueWork;
    private final DueWorkMetrics metrics;
    private final Clock machine;
    private final Duration period;
    private final Set<EnvironmentId> running = ConcurrentHashMap.newKeySet();
    private volatile boolean on;
    private @Nullable ScheduledExecutorService clockwork;
    private @Nullable ScheduledFuture<?> ticking;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Ticker(
            QueryGateway queries,
            Performer performer,
            DueWork dueWork,
            DueWorkMetrics metrics,
            Clock machine,
            Duration period) {
        this.queries = queries;
        this.performer = performer;
        this.dueWork = dueWork;
        this.metrics = metrics;
        this.machine = machine;
        this.period = period;
    }

    /** One tick: every environment whose last one is done, each on a thread of its own. */
    void tick() {
        try {
            List<EnvironmentView> environments =
                    Replies.of(
                                    queries.query(
                                            new TenancyQuery.AllEnvironments(),
                                            ResponseTypes.instanceOf(
                                                    TenancyQuery.Environments.class)))
                            .items();
            Instant now = machine.instant();
            metrics.lag(
                    environments.stream()
                            .map(environment -> lag(environment, upTo(environment, now)))
                            .max(Duration::compareTo)
                            .orElse(Duration.ZERO));
            for (EnvironmentView environment : environments) {
                if (running.add(environment.id())) {
                    threads.execute(() -> perform(environment, upTo(environment, now)));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("a tick was missed; the next one makes up for it", e);
        }
    }

    private static Instant upTo(EnvironmentView environment, Instant now) {
        return environment.mode() == EnvironmentMode.LIVE ? now : environment.now();
    }

    private Duration lag(EnvironmentView environment, Instant upTo) {
        return dueWork.firstOpen(environment.scope(), upTo)
                .map(item -> Duration.between(item.dueAt(), upTo))
                .orElse(Duration.ZERO);
    }

    private void perform(EnvironmentView environment, Instant upTo) {
        try {
            performer.performDue(environment.scope(), upTo);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("due work of environment {} is tried again", environment.id(), e);
        } finally {
            running.remove(environment.id());
        }
    }

    @Override
    public synchronized void start() {
        if (on) {
            return;
        }
        on = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("due-work-ticker").factory());
        clockwork = clock;
        ticking =
                clock.scheduleWithFixedDelay(
                        this::tick, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is under way may finish for a while and is then broken off; it is repeated later. */
    @Override
    public synchronized void stop() {
        on = false;
        if (ticking != null) {
            ticking.cancel(false);
        }
        if (clockwork != null) {
            clockwork.shutdown();
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return on;
    }
}

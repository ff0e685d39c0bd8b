package io.tallybook.app.axon;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Threads of processors that let events gather before they hand a batch over: what happens to one
 * thing within that time is written once, and every batch costs a token.
 */
final class GatheringWorkers extends ScheduledThreadPoolExecutor {
    private final Supplier<Duration> gathering;

    /**
     * @param gathering how long, asked each time that a processor has something to do
     */
    GatheringWorkers(int threads, ThreadFactory factory, Supplier<Duration> gathering) {
        super(threads, factory);
        this.gathering = gathering;
    }

    @Override
    public Future<?> submit(Runnable work) {
        return schedule(work, gathering.get().toNanos(), TimeUnit.NANOSECONDS);
    }
}

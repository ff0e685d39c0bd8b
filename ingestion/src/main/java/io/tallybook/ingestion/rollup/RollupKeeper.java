package io.tallybook.ingestion.rollup;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.usage.ReadingIncomplete;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rollups close behind what is stored. Where it stands still, nothing is wrong but
 * slower: what is not added up is read from the events.
 */
public final class RollupKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RollupKeeper.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final Rollup rollup;
    private final Supplier<SortedMap<Integer, Long>> stored;
    private final Duration every;
    private final Thread thread;
    private final AtomicLong behind = new AtomicLong();
    private boolean standsStill;

    /**
     * @param stored the offset of each partition before which everything is stored
     */
    public RollupKeeper(
            Rollup rollup,
            Supplier<SortedMap<Integer, Long>> stored,
            Duration every,
            MeterRegistry registry) {
        this.rollup = rollup;
        this.stored = stored;
        this.every = every;
        Gauge.builder("usage.rollup.behind", behind, AtomicLong::doubleValue)
                .description("events that are stored and not added up yet")
                .register(registry);
        this.thread = Thread.ofVirtual().name("usage-rollup").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                catchUp();
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void catchUp() {
        try {
            SortedMap<Integer, Long> now = stored.get();
            behind.set(rollup.behind(now));
            if (rollup.catchUp(now)) {
                behind.set(0);
                // What an attempt left that failed goes first: the next one may fail as well.
                rollup.tidy();
                rollup.putTogether();
            }
            if (standsStill) {
                LOG.info("usage is added up again");
            }
            standsStill = false;
        } catch (ReadingIncomplete e) {
            if (standsStill) {
                LOG.debug("usage cannot be added up yet; next attempt in {}", every, e);
            } else {
                LOG.warn(
                        "usage cannot be added up, reading it is slower; trying every {}",
                        every,
                        e);
            }
            standsStill = true;
        }
    }

    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(STOP_LIMIT)) {
                LOG.warn("adding up usage did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.tallybook.ingestion.archive;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has old months leave for the archive, looking every few hours. */
public final class Retention implements AutoCloseable {
    /** Younger usage may still be billed, corrected or asked about. */
    public static final int MONTHS_MIN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final UsageArchive archive;
    private final Clock clock;
    private final int keepMonths;
    private final Thread thread;

    /**
     * @param clock the machine's
     * @param keepMonths 0 for ever, else how many months before this one stay
     */
    public Retention(UsageArchive archive, Clock clock, int keepMonths) {
        if (keepMonths != 0 && keepMonths < MONTHS_MIN) {
            throw new IllegalArgumentException(
                    "months of usage to keep: expected 0 (for ever) or at least %d, got %d"
                            .formatted(MONTHS_MIN, keepMonths));
        }
        this.archive = archive;
        this.clock = clock;
        this.keepMonths = keepMonths;
        this.thread = Thread.ofVirtual().name("usage-retention").unstarted(this::run);
    }

    public void start() {
        if (keepMonths > 0) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (true) {
                try {
                    archive.takeOut(YearMonth.now(clock).minusMonths(keepMonths));
                } catch (IOException | RuntimeException e) {
                    LOG.warn("usage leaves for the archive at the next attempt, in {}", EVERY, e);
                }
                TimeUnit.SECONDS.sleep(EVERY.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                LOG.warn("the archive did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

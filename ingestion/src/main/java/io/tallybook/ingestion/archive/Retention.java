package io.tallybook.ingestion.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has old months leave for the archive, looking every few hours, and brings back those that an
 * operator wants, looking every few seconds. Of several processes with one archive one does it.
 */
public final class Retention implements AutoCloseable {
    /** Younger usage may still be billed, corrected or asked about. */
    public static final int MONTHS_MIN = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration EVERY = Duration.ofHours(6);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final UsageArchive archive;
    private final Path directory;
    private final WantedMonths wanted;
    private final Clock clock;
    private final int keepMonths;
    private final Thread thread;
    private @Nullable Instant leftAt;
    private @Nullable Instant failedAt;

    /**
     * @param directory of the archive
     * @param clock the machine's
     * @param keepMonths 0 for ever, else how many months before this one stay
     */
    public Retention(UsageArchive archive, Path directory, Clock clock, int keepMonths) {
        if (keepMonths != 0 && keepMonths < MONTHS_MIN) {
            throw new IllegalArgumentException(
                    "months of usage to keep: expected 0 (for ever) or at least %d, got %d"
                            .formatted(MONTHS_MIN, keepMonths));
        }
        this.archive = archive;
        this.directory = directory;
        this.wanted = new WantedMonths(directory);
        this.clock = clock;
        this.keepMonths = keepMonths;
        this.thread = Thread.ofVirtual().name("usage-retention").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                try {
                    look();
                } catch (IOException | RuntimeException e) {
                    LOG.warn("the archive is looked after at the next attempt", e);
                    TimeUnit.SECONDS.sleep(AGAIN_AFTER.toSeconds());
                }
                TimeUnit.SECONDS.sleep(LOOK_EVERY.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is to be done now. */
    void look() throws IOException {
        if (isDue(leftAt, EVERY) && keepMonths > 0) {
            alone(
                    () -> {
                        archive.takeOut(YearMonth.now(clock).minusMonths(keepMonths), wanted.all());
                        leftAt = clock.instant();
                    });
        }
        if (isDue(failedAt, AGAIN_AFTER)) {
            for (YearMonth month : wanted.all()) {
                if (!wanted.isAnswered(month)) {
                    alone(() -> bringBack(month));
                }
            }
        }
    }

    private void bringBack(YearMonth month) throws IOException {
        try {
            wanted.back(month, archive.bringBack(month));
            failedAt = null;
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be brought back", month, e);
            failedAt = clock.instant();
            wanted.failed(month, e);
        }
    }

    private boolean isDue(@Nullable Instant last, Duration every) {
        return last == null || !clock.instant().isBefore(last.plus(every));
    }

    private interface Work {
        void run() throws IOException;
    }

    private void alone(Work work) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel file =
                        FileChannel.open(
                                directory.resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            if (lock != null) {
                work.run();
            }
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

package io.tallybook.ingestion.account;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.core.usage.ReadingIncomplete;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the accounts again and again, and raises an alarm when something has been unexplained for
 * a minute.
 *
 * <p>While log or store cannot be asked nothing is known, and nothing is said: both have health
 * checks of their own.
 */
public final class AccountsWatch implements AutoCloseable {
    /** For how long something may be unexplained before it is an alarm. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AccountsWatch.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final LogAccounts accounts;
    private final Supplier<List<ImportAccounts>> imports;
    private final Clock clock;
    private final Duration every;
    private final Thread thread;
    private volatile LogAccounts.Standing standing =
            new LogAccounts.Standing(0, new TreeMap<>(), "");
    private volatile @Nullable Instant unexplainedSince;

    /**
     * @param imports of what comes in as files, where that part runs
     * @param clock the machine's
     * @param every how often the accounts are checked
     */
    public AccountsWatch(
            LogAccounts accounts,
            Supplier<List<ImportAccounts>> imports,
            Clock clock,
            Duration every,
            MeterRegistry registry) {
        this.accounts = accounts;
        this.imports = imports;
        this.clock = clock;
        this.every = every;
        Gauge.builder("usage.unexplained", this, watch -> watch.standing.unexplained())
                .description(
                        "positions of the log and records of imports that were dealt with and are"
                                + " nowhere")
                .register(registry);
        this.thread = Thread.ofVirtual().name("usage-accounts").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** What the last check found. */
    public LogAccounts.Standing standing() {
        return standing;
    }

    /** Whether something has been unexplained for longer than {@link #PATIENCE}. */
    public boolean isAlarm() {
        Instant since = unexplainedSince;
        return since != null && !clock.instant().isBefore(since.plus(PATIENCE));
    }

    /** Checks once. */
    void check() {
        try {
            LogAccounts.Standing found = accounts.check();
            for (ImportAccounts one : imports.get()) {
                found = found.with(one.unexplained());
            }
            if (found.unexplained() == 0) {
                unexplainedSince = null;
            } else if (unexplainedSince == null) {
                unexplainedSince = clock.instant();
            }
            standing = found;
        } catch (ReadingIncomplete e) {
            LOG.debug("the accounts of usage cannot be checked now", e);
        }
        if (isAlarm()) {
            LOG.error(
                    "{} records of usage are unexplained since {}, the first at {}",
                    standing.unexplained(),
                    unexplainedSince,
                    standing.firstMissing());
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                check();
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
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
                LOG.warn("the check of the accounts did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.tallybook.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition instead of for a length of time, and says what was still wrong at the end.
 */
public final class Eventually {
    private static final Duration PAUSE_FIRST = Duration.ofMillis(1);
    private static final Duration PAUSE_MAX = Duration.ofMillis(50);

    private Eventually() {}

    /** A block of assertions that may fail with any exception. */
    @FunctionalInterface
    public interface Assertions {
        void check() throws Exception;
    }

    /** Repeats {@code assertions} until they hold; after {@code limit} throws the last failure. */
    public static void within(Duration limit, Assertions assertions) {
        get(
                limit,
                () -> {
                    assertions.check();
                    return true;
                });
    }

    /**
     * Repeats {@code attempt} until it returns without an exception; after {@code limit} throws the
     * last failure.
     */
    public static <T> T get(Duration limit, Callable<T> attempt) {
        long end = System.nanoTime() + limit.toNanos();
        long pause = PAUSE_FIRST.toNanos();
        @Nullable Throwable last;
        do {
            try {
                return attempt.call();
            } catch (Exception | AssertionError e) {
                last = e;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(pause * 2, PAUSE_MAX.toNanos());
        } while (System.nanoTime() < end && !Thread.currentThread().isInterrupted());
        throw new AssertionError("still failing after " + limit + ": " + last, last);
    }
}

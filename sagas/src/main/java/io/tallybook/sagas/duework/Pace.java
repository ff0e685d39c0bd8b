package io.tallybook.sagas.duework;

import java.time.Duration;

/**
 * How fast due work is performed and how patiently.
 *
 * @param batch how many pieces of one due time are performed together
 * @param inFlight how many commands are under way at once
 * @param settling how long the promises of a batch are waited for
 * @param patience how long, in all, somebody who waits for the answer waits for further attempts
 * @param firstRetry the wait before the second attempt; it doubles with each
 * @param lastRetry the longest wait
 */
public record Pace(
        int batch,
        int inFlight,
        Duration settling,
        Duration patience,
        Duration firstRetry,
        Duration lastRetry) {
    public static final Pace USUAL =
            new Pace(
                    2500,
                    128,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(15),
                    Duration.ofMillis(250),
                    Duration.ofMinutes(5));

    private static final int DOUBLINGS_MAX = 30;

    /** The wait after {@code attempts} earlier attempts in vain and one more. */
    Duration retryAfter(int attempts) {
        Duration wait = firstRetry.multipliedBy(1L << Math.min(attempts, DOUBLINGS_MAX));
        return wait.compareTo(lastRetry) < 0 ? wait : lastRetry;
    }
}

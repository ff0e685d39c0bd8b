package io.tallybook.sagas.collection;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How often a refused payment is tried again by itself, and with which pauses: the first is {@code
 * pause}, each further one {@code factor} times as long.
 *
 * @param attemptsMax how many attempts are made in all
 */
public record RetryPolicy(int attemptsMax, Duration pause, int factor) {
    /** The setting that says otherwise. */
    public static final String SETTING = "payment_retry_config";

    /** After a day, then two more, then four. */
    public static final RetryPolicy USUAL = new RetryPolicy(4, Duration.ofDays(1), 2);

    private static final int FACTORS_MAX = 20;

    /** What a setting says; what it leaves out is as usual. */
    public static RetryPolicy of(Map<String, String> setting) {
        return new RetryPolicy(
                number(setting, "attempts_max", USUAL.attemptsMax()),
                Duration.ofHours(number(setting, "pause_hours", (int) USUAL.pause().toHours())),
                number(setting, "pause_factor", USUAL.factor()));
    }

    private static int number(Map<String, String> setting, String name, int otherwise) {
        String text = setting.get(name);
        return text == null ? otherwise : Integer.parseInt(text);
    }

    /** When to try again after so many attempts; empty if it is given up. */
    Optional<Instant> next(int attempts, Instant failedAt) {
        if (attempts >= attemptsMax) {
            return Optional.empty();
        }
        Duration wait = pause;
        for (int i = 1; i < Math.min(attempts, FACTORS_MAX); i++) {
            wait = wait.multipliedBy(factor);
        }
        return Optional.of(failedAt.plus(wait));
    }
}

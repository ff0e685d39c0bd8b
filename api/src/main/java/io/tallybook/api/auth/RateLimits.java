package io.tallybook.api.auth;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * How many requests a caller may make: a bucket that holds what is allowed in a minute and fills up
 * evenly. Each instance of this program counts what it answers itself.
 */
public final class RateLimits {

    public static final String LIMIT = "X-RateLimit-Limit";
    public static final String REMAINING = "X-RateLimit-Remaining";

    /** When the full number is there again, in seconds since 1970. */
    public static final String RESET = "X-RateLimit-Reset";

    private static final int MOST = 100_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private record Allowance(int perMinute, Bucket bucket) {}

    private final int otherwise;
    private final InstantSource clock;
    private final TimeMeter meter;
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();

    /**
     * @param otherwise how many requests a minute where nothing is set
     */
    public RateLimits(int otherwise, InstantSource clock) {
        this.otherwise = otherwise;
        this.clock = clock;
        this.meter = new Clock(clock);
    }

    /**
     * Counts one request of {@code caller} and says in {@code headers} what is left. Errors:
     * ProblemException (429) with the time to wait.
     */
    public void count(String caller, @Nullable Integer perMinute, HttpHeaders headers) {
        int allowed = perMinute == null ? otherwise : perMinute;
        ConsumptionProbe probe =
                allowance(caller, allowed).bucket().tryConsumeAndReturnRemaining(1);
        Instant full = clock.instant().plusNanos(probe.getNanosToWaitForReset());
        headers.set(LIMIT, Integer.toString(allowed));
        headers.set(REMAINING, Long.toString(probe.getRemainingTokens()));
        headers.set(RESET, Long.toString(full.getEpochSecond() + (full.getNano() > 0 ? 1 : 0)));
        if (!probe.isConsumed()) {
            // Rounded up: whoever comes back at the second it says is let in.
            Duration wait =
                    Duration.ofSeconds(
                            TimeUnit.NANOSECONDS.toSeconds(
                                    probe.getNanosToWaitForRefill() + 999_999_999L));
            throw Problem.of(
                            ProblemCode.TOO_MANY_REQUESTS,
                            "too many requests: %d a minute are allowed".formatted(allowed),
                            Map.of("requests_per_minute", allowed))
                    .retryAfter(wait)
                    .asException();
        }
    }

    private Allowance allowance(String caller, int perMinute) {
        Allowance known = allowances.get(caller);
        if (known != null && known.perMinute() == perMinute) {
            return known;
        }
        if (allowances.size() >= MOST) {
            allowances.values().removeIf(a -> a.bucket().getAvailableTokens() >= a.perMinute());
        }
        Allowance fresh =
                new Allowance(
                        perMinute,
                        Bucket.builder()
                                .addLimit(
                                        Bandwidth.builder()
                                                .capacity(perMinute)
                                                .refillGreedy(perMinute, MINUTE)
                                                .build())
                                .withCustomTimePrecision(meter)
                                .build());
        return allowances.merge(
                caller, fresh, (before, now) -> before.perMinute() == perMinute ? before : now);
    }

    /** The clock of the machine, in the library's terms. */
    private record Clock(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}

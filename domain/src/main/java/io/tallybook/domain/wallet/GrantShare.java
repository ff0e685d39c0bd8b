package io.tallybook.domain.wallet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** What of a periodic credit grant is due when the subscription begins within the period. */
public final class GrantShare {
    private static final int CREDIT_PLACES = 8;

    private GrantShare() {}

    /**
     * Credits times the part of [start, end) that remains from {@code from} on: all of them up to
     * the start, none from the end on.
     *
     * <p>Rounding: half away from zero at the eighth decimal, once. Errors:
     * IllegalArgumentException unless start is before end. Source: docs/conventions.md#grants.
     */
    public static BigDecimal of(BigDecimal credits, Instant start, Instant end, Instant from) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "grant.period: start " + start + " must be before end " + end);
        }
        Instant begin = from.isBefore(start) ? start : from;
        if (!begin.isBefore(end)) {
            return BigDecimal.ZERO;
        }
        return credits.multiply(nanos(begin, end))
                .divide(nanos(start, end), CREDIT_PLACES, RoundingMode.HALF_UP);
    }

    private static BigDecimal nanos(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return BigDecimal.valueOf(length.getSeconds())
                .movePointRight(9)
                .add(BigDecimal.valueOf(length.getNano()));
    }
}

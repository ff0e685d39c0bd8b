package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * The part of a billing period in which a subscription used something, and the whole period it is a
 * share of.
 *
 * <pre>
 *   full    [---------------------------------------)
 *   billed            [---------------------)            started late, ended early
 * </pre>
 */
public record MeteredPeriod(TimeWindow billed, TimeWindow full) {
    public MeteredPeriod {
        if (billed.from().isBefore(full.from()) || billed.to().isAfter(full.to())) {
            throw new IllegalArgumentException(
                    "period.billed must lie within period.full: billed ["
                            + billed.from()
                            + ", "
                            + billed.to()
                            + "), full ["
                            + full.from()
                            + ", "
                            + full.to()
                            + ")");
        }
        if (full.from().equals(full.to())) {
            throw new IllegalArgumentException(
                    "period.full must not be empty: both ends " + full.from());
        }
    }

    public static MeteredPeriod whole(TimeWindow window) {
        return new MeteredPeriod(window, window);
    }

    /** Calendar days of the whole period in its zone, a begun day counts. */
    long fullDays() {
        return days(full.from(), full.to());
    }

    /**
     * Calendar days from an instant's day to the last billed day, both counted; zero from the end
     * on.
     */
    long daysToEnd(Instant from) {
        return from.isBefore(billed.to()) ? days(from, billed.to()) : 0;
    }

    LocalDate day(Instant at) {
        return at.atZone(full.zone()).toLocalDate();
    }

    LocalDate lastBilledDay() {
        return day(billed.to().minusNanos(1));
    }

    /** Seconds from an instant to the end of the billed part, exact to the nanosecond. */
    public BigDecimal secondsToEnd(Instant at) {
        return seconds(Duration.between(at, billed.to()));
    }

    /** The length of the whole period. */
    public BigDecimal fullSeconds() {
        return seconds(Duration.between(full.from(), full.to()));
    }

    private long days(Instant from, Instant to) {
        return ChronoUnit.DAYS.between(day(from), day(to.minusNanos(1))) + 1;
    }

    static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                .add(BigDecimal.valueOf(duration.getNano(), 9));
    }
}

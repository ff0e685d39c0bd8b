package io.tallybook.domain.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stretch of billed time, half-open: its start belongs to it, its end belongs to the next. */
public record BillingPeriod(Instant start, Instant end) {

    /** Errors: IllegalArgumentException unless start is before end. */
    public BillingPeriod {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "period: start " + start + " must be before end " + end);
        }
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /** Whether the two share any instant; neighbours that only touch do not. */
    public boolean overlaps(BillingPeriod other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public Optional<BillingPeriod> intersection(BillingPeriod other) {
        Instant from = start.isAfter(other.start) ? start : other.start;
        Instant to = end.isBefore(other.end) ? end : other.end;
        return from.isBefore(to) ? Optional.of(new BillingPeriod(from, to)) : Optional.empty();
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    @Override
    public String toString() {
        return "[" + start + ", " + end + ")";
    }
}

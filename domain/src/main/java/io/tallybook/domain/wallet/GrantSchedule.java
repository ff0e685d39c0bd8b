package io.tallybook.domain.wallet;

import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When credits are given: once, or at the beginning of every period that is counted from an anchor.
 *
 * <p>A first period that begins between two boundaries, and a last one that the end cuts, are cut
 * periods; {@link Cut} says what they bring. Source: docs/conventions.md#grants.
 *
 * @param cadence absent for once, at the start
 * @param end the first moment at which nothing is given any more
 */
public record GrantSchedule(
        Instant start,
        Instant anchor,
        ZoneId zone,
        @Nullable Cadence cadence,
        @Nullable Instant end,
        Cut cut) {

    /** What a period brings that is not whole. */
    public enum Cut {
        /** The first as much as any other; the last nothing. */
        WHOLE,
        /** Each its share by time. */
        SHARED
    }

    /**
     * What is given at a moment.
     *
     * @param end of the period; absent for what is given once
     */
    public record Giving(Instant at, @Nullable Instant end, BigDecimal credits) {}

    /**
     * The giving of a number from 0; empty if there is none.
     *
     * <p>Units: credits, of a whole period. Rounding: a share half away from zero at the eighth
     * decimal; the shares of the parts of a period are differences of such shares, so that they sum
     * to the whole.
     */
    public Optional<Giving> giving(int index, BigDecimal credits) {
        if (cadence == null) {
            return index == 0 && (end == null || start.isBefore(end))
                    ? Optional.of(new Giving(start, null, credits))
                    : Optional.empty();
        }
        BillingSchedule periods = new BillingSchedule(start, anchor, zone, cadence, null);
        BillingPeriod period = periods.period(index);
        if (end != null && !period.start().isBefore(end)) {
            return Optional.empty();
        }
        boolean cutAtEnd = end != null && end.isBefore(period.end());
        return switch (cut) {
            case WHOLE ->
                    cutAtEnd
                            ? Optional.empty()
                            : Optional.of(new Giving(period.start(), period.end(), credits));
            case SHARED -> {
                BillingPeriod full = periods.fullPeriod(index);
                Instant until = cutAtEnd && end != null ? end : period.end();
                yield Optional.of(
                        new Giving(
                                period.start(),
                                until,
                                from(full, period.start(), credits)
                                        .subtract(from(full, until, credits))));
            }
        };
    }

    private static BigDecimal from(BillingPeriod full, Instant moment, BigDecimal credits) {
        if (!moment.isAfter(full.start())) {
            return credits;
        }
        return GrantShare.of(credits, full.start(), full.end(), moment);
    }
}

package io.tallybook.domain.entitlement;

import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Windows that begin with the first use since the one before them ended, and end after so many
 * hours, days or weeks, but with the billing period at the latest.
 *
 * <pre>
 *  billing period ├──────────────────────────────────────────────┤
 *  use               x  x    x         x     x               x
 *  windows           ├───────┤         ├───────┤             ├───┤
 * </pre>
 *
 * <p>A window begins with the minute of the use, so that it does not depend on which of several
 * uses of a moment is read first. Hours are hours that pass. A day or a week ends at the same time
 * of the customer's clock.
 *
 * @param count how many units one is long
 */
public record FirstUse(Reset unit, int count, ZoneId zone) {
    static final Set<Reset> UNITS = Set.copyOf(EnumSet.of(Reset.HOUR, Reset.DAY, Reset.WEEK));

    /** Errors: IllegalArgumentException for a count below 1, or another unit. */
    public FirstUse {
        if (count < 1 || !UNITS.contains(unit)) {
            throw new IllegalArgumentException(
                    "windows from the first use: got "
                            + count
                            + " of "
                            + unit
                            + ", expected 1 or more of "
                            + UNITS);
        }
    }

    /** Of windows that renew so. */
    public static FirstUse of(Renewal renewal, ZoneId zone) {
        return new FirstUse(renewal.unit(), renewal.count(), zone);
    }

    /** When a window begins that a use opens. */
    public static Instant begin(Instant use) {
        return use.truncatedTo(ChronoUnit.MINUTES);
    }

    /** When a window ends that began so, if the billing period goes on. */
    public Instant end(Instant begun) {
        return switch (unit) {
            case HOUR -> begun.plusSeconds(Math.multiplyExact(3_600L, (long) count));
            case DAY -> begun.atZone(zone).plusDays(count).toInstant();
            case WEEK -> begun.atZone(zone).plusWeeks(count).toInstant();
            case BILLING_PERIOD, MONTH, QUARTER, HALF_YEAR, YEAR, NEVER ->
                    throw new IllegalStateException("windows from the first use: of " + unit);
        };
    }

    /** Finds where windows begin, of uses in order of time. */
    public static final class Openings {
        private final FirstUse windows;
        private final List<Instant> found = new ArrayList<>();
        private @Nullable Instant closed;

        public Openings(FirstUse windows) {
            this.windows = windows;
        }

        /** Takes the next use. */
        public void take(Instant use) {
            Instant begun = begin(use);
            if (closed == null || !begun.isBefore(closed)) {
                found.add(begun);
                closed = windows.end(begun);
            }
        }

        /** Where windows begin, the first one perhaps in the minute before the period. */
        public List<Instant> found() {
            return List.copyOf(found);
        }
    }

    /**
     * The windows of a billing period, each with the time before it in which nothing was used, so
     * that they tile the period.
     *
     * <p>What is used in such a stretch is what is used in its window. Shapes: {@code openings} as
     * {@link Openings} finds them within the period; one stretch if there are none.
     */
    public List<BillingPeriod> tiles(BillingPeriod period, List<Instant> openings) {
        List<BillingPeriod> tiles = new ArrayList<>();
        Instant start = period.start();
        for (Instant opening : openings) {
            Instant end = end(opening);
            if (end.isBefore(period.end())) {
                tiles.add(new BillingPeriod(start, end));
                start = end;
            }
        }
        tiles.add(new BillingPeriod(start, period.end()));
        return List.copyOf(tiles);
    }
}

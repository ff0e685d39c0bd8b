package io.tallybook.domain.entitlement;

import java.util.Comparator;

/**
 * How often an allowance begins anew: after so many units.
 *
 * <p>Several units are counted from the one in which the subscription began; or from the first use,
 * see {@link FirstUse}.
 */
public record Renewal(Reset unit, int count, Opening opening) {
    /** With what a window begins. */
    public enum Opening {
        /** With its unit, whether anything is used or not. */
        UNIT,
        /** With the first use since the window before it ended. */
        FIRST_USE
    }

    /** The shorter window first; of equally long ones, that of the shorter unit. */
    static final Comparator<Renewal> SHORTER_FIRST =
            Comparator.comparingLong(Renewal::hours)
                    .thenComparing(Renewal::unit)
                    .thenComparing(Renewal::opening);

    /**
     * Errors: IllegalArgumentException for a count below 1, or above it of what never begins anew;
     * for a window that begins with a use and is not of hours, days or weeks.
     */
    public Renewal {
        if (opening == Opening.FIRST_USE && !FirstUse.UNITS.contains(unit)) {
            throw new IllegalArgumentException(
                    "allowance renewal from the first use: got "
                            + unit
                            + ", expected one of "
                            + FirstUse.UNITS);
        }
        int most = unit == Reset.NEVER ? 1 : Integer.MAX_VALUE;
        if (count < 1 || count > most) {
            throw new IllegalArgumentException(
                    "allowance renewal: got "
                            + count
                            + " of "
                            + unit
                            + ", expected "
                            + (most == 1 ? "1" : "1 or more"));
        }
    }

    /** One whose windows begin with their unit. */
    public Renewal(Reset unit, int count) {
        this(unit, count, Opening.UNIT);
    }

    public static Renewal each(Reset unit) {
        return new Renewal(unit, 1);
    }

    /** To compare by: a billing period is taken to be a little longer than a month. */
    private long hours() {
        long each =
                switch (unit) {
                    case HOUR -> 1;
                    case DAY -> 24;
                    case WEEK -> 7 * 24;
                    case MONTH -> 730;
                    case BILLING_PERIOD -> 731;
                    case QUARTER -> 3 * 730;
                    case HALF_YEAR -> 6 * 730;
                    case YEAR -> 12 * 730;
                    case NEVER -> Long.MAX_VALUE;
                };
        return Math.multiplyExact(each, (long) count);
    }
}

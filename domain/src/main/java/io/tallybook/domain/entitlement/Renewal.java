package io.tallybook.domain.entitlement;

import java.util.Comparator;

/**
 * How often an allowance begins anew: after so many units.
 *
 * <p>Several units are counted from the one in which the subscription began.
 */
public record Renewal(Reset unit, int count) {
    /** The shorter window first; of equally long ones, that of the shorter unit. */
    static final Comparator<Renewal> SHORTER_FIRST =
            Comparator.comparingLong(Renewal::hours).thenComparing(Renewal::unit);

    /**
     * Errors: IllegalArgumentException for a count below 1, or above it of what never begins anew.
     */
    public Renewal {
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

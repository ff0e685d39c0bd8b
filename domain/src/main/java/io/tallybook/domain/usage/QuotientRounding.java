package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Where a quantity that is a quotient (a mean, a time-weighted level, a prorated unit) is cut off.
 *
 * <p>The numerator is always summed exactly; the one division rounds once, to {@code places}
 * decimals. Source: docs/conventions.md#quantities.
 */
public record QuotientRounding(int places, RoundingMode mode) {
    /** Our own: twenty decimals, to the even neighbour. */
    public static final QuotientRounding EXACT = new QuotientRounding(20, RoundingMode.HALF_EVEN);

    /** Quantities as Flexprice stores them. */
    public static final QuotientRounding FIFTEEN_HALF_UP =
            new QuotientRounding(15, RoundingMode.HALF_UP);

    /** Lago's time-weighted sums. */
    public static final QuotientRounding TWENTY_UP = new QuotientRounding(20, RoundingMode.CEILING);

    /** Lago's prorated units. */
    public static final QuotientRounding FIVE_UP = new QuotientRounding(5, RoundingMode.CEILING);

    /** The rule in words, for those who ask why a quantity has so many decimals. */
    public String inWords() {
        String way =
                switch (mode) {
                    case CEILING -> "ceil";
                    case FLOOR -> "floor";
                    case UP -> "round away from zero";
                    case DOWN -> "round toward zero";
                    case HALF_UP -> "round half up";
                    case HALF_DOWN -> "round half down";
                    case HALF_EVEN -> "round half to even";
                    case UNNECESSARY -> "exact";
                };
        return way + " to " + places + " decimals on the total";
    }

    /** The quotient, rounded once. Errors: ArithmeticException if the denominator is 0. */
    public BigDecimal divide(BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, places, mode);
    }
}

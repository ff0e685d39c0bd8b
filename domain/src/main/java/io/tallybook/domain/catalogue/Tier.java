package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One step of a tiered price: from where the tier before it ended, up to and including {@code
 * upTo}.
 *
 * <p>Units: upTo in units of the quantity, null for "no upper end"; unitAmount per unit; flatAmount
 * once, when the tier is entered. Amounts are in units of the price's currency and may have any
 * number of decimals.
 */
public record Tier(@Nullable BigDecimal upTo, BigDecimal unitAmount, BigDecimal flatAmount) {

    public static Tier upTo(String upTo, String unitAmount) {
        return new Tier(new BigDecimal(upTo), new BigDecimal(unitAmount), BigDecimal.ZERO);
    }

    public static Tier open(String unitAmount) {
        return new Tier(null, new BigDecimal(unitAmount), BigDecimal.ZERO);
    }

    public Tier withFlat(String flatAmount) {
        return new Tier(upTo, unitAmount, new BigDecimal(flatAmount));
    }

    /**
     * Whether a quantity of this size still lies within the tier's upper bound, which belongs to
     * it.
     */
    public boolean reaches(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }
}

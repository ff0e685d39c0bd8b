package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One step of a graduated percentage: as {@link Tier}, with a rate in percent in place of an amount
 * per unit.
 */
public record RateTier(@Nullable BigDecimal upTo, BigDecimal ratePercent, BigDecimal flatAmount) {

    /**
     * The same step with the rate as an amount per unit: 1.5 percent is 0.015 per unit, exactly.
     */
    public Tier asTier() {
        return new Tier(upTo, ratePercent.movePointLeft(2), flatAmount);
    }
}

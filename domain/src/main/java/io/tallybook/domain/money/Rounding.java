package io.tallybook.domain.money;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A named way to give up decimals. HALF_UP takes ties away from zero, HALF_EVEN to the even
 * neighbour.
 */
public enum Rounding {
    HALF_UP(RoundingMode.HALF_UP),
    HALF_EVEN(RoundingMode.HALF_EVEN),
    UP(RoundingMode.UP),
    DOWN(RoundingMode.DOWN),
    CEILING(RoundingMode.CEILING),
    FLOOR(RoundingMode.FLOOR);

    private final RoundingMode mode;

    Rounding(RoundingMode mode) {
        this.mode = mode;
    }

    /**
     * The amount to the currency's minor units. Errors: ArithmeticException if it does not fit 64
     * bits.
     */
    public Money toMoney(BigDecimal precise, CurrencyCode currency) {
        BigDecimal rounded = precise.setScale(currency.minorUnits(), mode);
        return Money.ofMinor(Money.fit(rounded.unscaledValue(), currency), currency);
    }

    /**
     * To {@code places} decimals; a negative number of places rounds to tens, hundreds and so on.
     */
    public BigDecimal round(BigDecimal value, int places) {
        return value.setScale(places, mode);
    }

    public RoundingMode mode() {
        return mode;
    }
}

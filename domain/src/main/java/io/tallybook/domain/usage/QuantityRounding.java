package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Rounds an aggregated quantity to {@code places} decimals; negative places round to tens, hundreds
 * and so on.
 *
 * <p>Rounding: ROUND is half away from zero, CEIL upward, FLOOR downward. Source:
 * docs/conventions.md#quantities.
 */
public record QuantityRounding(Function function, int places) {
    /** Which way a quantity is rounded. */
    public enum Function {
        NONE,
        ROUND,
        CEIL,
        FLOOR
    }

    public static final QuantityRounding NONE = new QuantityRounding(Function.NONE, 0);

    public BigDecimal apply(BigDecimal quantity) {
        return switch (function) {
            case NONE -> quantity;
            case ROUND -> at(quantity, RoundingMode.HALF_UP);
            case CEIL -> at(quantity, RoundingMode.CEILING);
            case FLOOR -> at(quantity, RoundingMode.FLOOR);
        };
    }

    private BigDecimal at(BigDecimal quantity, RoundingMode mode) {
        BigDecimal rounded = quantity.setScale(places, mode);
        return places < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }
}

package io.tallybook.domain.discount;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;

/** How much a coupon takes off: a share of what it is applied to, or an amount. */
public sealed interface Discount {

    /** A share in percent: 10 takes a tenth. */
    record PercentOff(BigDecimal percent) implements Discount {
        /** Errors: IllegalArgumentException unless percent is from 0 to 100. */
        public PercentOff {
            if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException(
                        "coupon.percentage_off: got "
                                + percent.toPlainString()
                                + ", expected from 0 to 100");
            }
        }
    }

    /** An amount of the coupon's currency. */
    record AmountOff(Money amount) implements Discount {
        /** Errors: IllegalArgumentException if the amount is below zero. */
        public AmountOff {
            if (amount.isNegative()) {
                throw new IllegalArgumentException(
                        "coupon.amount_off: got " + amount + ", expected 0 or more");
            }
        }
    }

    /**
     * What is taken off {@code base}: never more than it, nothing of a base that is zero or less.
     *
     * <p>Rounding: a percentage half away from zero to the currency's minor units.
     */
    default Money off(Money base) {
        if (!base.isPositive()) {
            return Money.zero(base.currency());
        }
        return switch (this) {
            case PercentOff(BigDecimal percent) ->
                    Rounding.HALF_UP
                            .toMoney(
                                    base.toDecimal().multiply(percent).movePointLeft(2),
                                    base.currency())
                            .min(base);
            case AmountOff(Money amount) -> amount.min(base);
        };
    }
}

package io.tallybook.domain.tax;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;

/** A tax that lines may bear. */
public sealed interface TaxRate {
    String id();

    /** Whether the price already contains the tax. */
    enum Placement {
        EXCLUSIVE,
        INCLUSIVE
    }

    /** Whether a tax is taken of the net amount alone, or of it and the taxes before it. */
    enum Stacking {
        SIMPLE,
        COMPOUND
    }

    /** A share of the taxable amount in percent: 20 is a fifth of it. */
    record Percentage(String id, BigDecimal percent, Placement placement, Stacking stacking)
            implements TaxRate {
        /** Errors: IllegalArgumentException if percent is below 0. */
        public Percentage {
            if (percent.signum() < 0) {
                throw new IllegalArgumentException(
                        "tax_rate.percentage_value of "
                                + id
                                + ": got "
                                + percent.toPlainString()
                                + ", expected 0 or more");
            }
        }

        public static Percentage exclusive(String id, String percent) {
            return new Percentage(
                    id, new BigDecimal(percent), Placement.EXCLUSIVE, Stacking.SIMPLE);
        }

        public static Percentage inclusive(String id, String percent) {
            return new Percentage(
                    id, new BigDecimal(percent), Placement.INCLUSIVE, Stacking.SIMPLE);
        }

        public Percentage compound() {
            return new Percentage(id, percent, placement, Stacking.COMPOUND);
        }
    }

    /** An amount once per invoice, if anything on it that bears the tax is worth more than zero. */
    record Fixed(String id, Money amount) implements TaxRate {
        /** Errors: IllegalArgumentException if the amount is below zero. */
        public Fixed {
            if (amount.isNegative()) {
                throw new IllegalArgumentException(
                        "tax_rate.fixed_value of "
                                + id
                                + ": got "
                                + amount
                                + ", expected 0 or more");
            }
        }
    }
}

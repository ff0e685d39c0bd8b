package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a quantity becomes an amount.
 *
 * <p>Amounts are in units of the price's currency (not minor units) and may have any number of
 * decimals. A model that exists is sound: each constructor throws {@link InvalidPrice} naming the
 * field otherwise.
 */
public sealed interface PricingModel {

    /** The same amount for each unit. */
    record FlatFee(BigDecimal unitAmount) implements PricingModel {
        public FlatFee {
            Amounts.notNegative("amount", unitAmount);
        }
    }

    /** Whole packages of units; the first {@code freeUnits} cost nothing. */
    record PackageFee(
            BigDecimal packageAmount,
            BigDecimal packageSize,
            PackageRounding rounding,
            BigDecimal freeUnits)
            implements PricingModel {
        public PackageFee {
            Amounts.notNegative("amount", packageAmount);
            Amounts.positive("transform_quantity.divide_by", packageSize);
            Amounts.notNegative("free_units", freeUnits);
        }

        public PackageFee(
                BigDecimal packageAmount, BigDecimal packageSize, PackageRounding rounding) {
            this(packageAmount, packageSize, rounding, BigDecimal.ZERO);
        }
    }

    /** Each unit at the price of the tier it falls into (slab). */
    record Graduated(List<Tier> tiers) implements PricingModel {
        public Graduated {
            tiers = Tiers.validated(tiers);
        }
    }

    /** All units at the price of the tier that the whole quantity falls into. */
    record Volume(List<Tier> tiers) implements PricingModel {
        public Volume {
            tiers = Tiers.validated(tiers);
        }
    }

    /**
     * A share of the value of each transaction, and a fixed amount for each.
     *
     * <p>A transaction is free while both limits last: it is among the first {@code freeEvents},
     * and the running value is within {@code freeUnits}; the one that crosses {@code freeUnits}
     * pays for what is beyond. Null: no such limit; both null: nothing is free. The amount of a
     * transaction that is not free is kept within the minimum and maximum.
     *
     * @param ratePercent percent of the value, 1.3 for 1.3 percent
     */
    record Percentage(
            BigDecimal ratePercent,
            BigDecimal fixedAmount,
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeUnits,
            @Nullable BigDecimal minimumPerTransaction,
            @Nullable BigDecimal maximumPerTransaction)
            implements PricingModel {
        public Percentage {
            Amounts.notNegative("rate", ratePercent);
            Amounts.notNegative("fixed_amount", fixedAmount);
            if (freeEvents != null) {
                Amounts.notNegative("free_units_per_events", BigDecimal.valueOf(freeEvents));
            }
            Amounts.notNegativeIfSet("free_units_per_total_aggregation", freeUnits);
            Amounts.notNegativeIfSet("per_transaction_min_amount", minimumPerTransaction);
            Amounts.notNegativeIfSet("per_transaction_max_amount", maximumPerTransaction);
            if (minimumPerTransaction != null
                    && maximumPerTransaction != null
                    && maximumPerTransaction.compareTo(minimumPerTransaction) < 0) {
                throw new InvalidPrice(
                        "per_transaction_max_amount",
                        maximumPerTransaction.toPlainString(),
                        "at least the minimum of " + minimumPerTransaction.toPlainString());
            }
        }

        /** A plain rate with nothing free and no bounds. */
        public static Percentage ofRate(BigDecimal ratePercent) {
            return new Percentage(ratePercent, BigDecimal.ZERO, null, null, null, null);
        }

        public Percentage withFixed(BigDecimal amount) {
            return new Percentage(
                    ratePercent,
                    amount,
                    freeEvents,
                    freeUnits,
                    minimumPerTransaction,
                    maximumPerTransaction);
        }

        public Percentage withFree(@Nullable Long events, @Nullable BigDecimal units) {
            return new Percentage(
                    ratePercent,
                    fixedAmount,
                    events,
                    units,
                    minimumPerTransaction,
                    maximumPerTransaction);
        }

        public Percentage withBounds(@Nullable BigDecimal minimum, @Nullable BigDecimal maximum) {
            return new Percentage(
                    ratePercent, fixedAmount, freeEvents, freeUnits, minimum, maximum);
        }

        public boolean hasBounds() {
            return minimumPerTransaction != null || maximumPerTransaction != null;
        }
    }

    /** Each part of the value at the rate of the tier it falls into. */
    record GraduatedPercentage(List<RateTier> tiers) implements PricingModel {
        public GraduatedPercentage {
            tiers = List.copyOf(tiers);
            Tiers.validated(tiers.stream().map(RateTier::asTier).toList());
        }
    }

    /** The amount that the events themselves carry. */
    record Dynamic() implements PricingModel {}

    /**
     * A price per combination of properties; usage that no cell accepts is priced by {@code
     * otherwise}.
     */
    record Matrix(List<MatrixCell> cells, @Nullable PricingModel otherwise)
            implements PricingModel {
        public Matrix {
            cells = List.copyOf(cells);
            if (cells.isEmpty()) {
                throw new InvalidPrice("matrix", "no cells", "at least one");
            }
            if (otherwise instanceof Matrix) {
                throw new InvalidPrice(
                        "matrix.default",
                        "a matrix",
                        "a price model without properties of its own");
            }
        }

        /**
         * The most specific cell that accepts the properties: most keys, then fewest values, then
         * the oldest.
         */
        public Optional<MatrixCell> cellFor(Map<String, String> properties) {
            MatrixCell best = null;
            for (MatrixCell cell : cells) {
                if (cell.accepts(properties) && (best == null || cell.isMoreSpecificThan(best))) {
                    best = cell;
                }
            }
            return Optional.ofNullable(best);
        }
    }

    /** A model of one's own; {@code name} is what the explanation calls it. */
    record Custom(String name, CustomFormula formula) implements PricingModel {}
}

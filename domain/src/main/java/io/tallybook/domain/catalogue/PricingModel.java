package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import java.util.List;

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
}

package io.tallybook.domain.catalogue;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.InvoiceTiming;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What something costs: a model in a currency, when it falls due, and the least that is charged.
 *
 * @param minimumQuantity the least number of units charged per period; null for none
 * @param minimumSpend the least amount charged per full period, in units of the currency or, with a
 *     price unit, of that; null for none
 * @param unit the seller's own currency that the model's amounts are in; null if they are in the
 *     currency itself
 * @param falling whether more usage may cost less
 */
public record Price(
        PricingModel model,
        CurrencyCode currency,
        InvoiceTiming timing,
        @Nullable BigDecimal minimumQuantity,
        @Nullable BigDecimal minimumSpend,
        @Nullable PriceUnit unit,
        FallingPrice falling) {

    /**
     * Errors: {@link InvalidPrice} naming the field, also for a price that falls and does not say
     * so.
     */
    public Price {
        Amounts.notNegativeIfSet("min_quantity", minimumQuantity);
        Amounts.notNegativeIfSet("min_amount", minimumSpend);
        if (unit != null && !unit.currency().equals(currency)) {
            throw new InvalidPrice(
                    "price_unit.currency",
                    unit.currency().code(),
                    "the currency of the price, " + currency);
        }
        PriceProver.check(model, falling);
    }

    /** A price with no minimum, in the currency itself, that may not fall. */
    public static Price of(PricingModel model, CurrencyCode currency, InvoiceTiming timing) {
        return new Price(model, currency, timing, null, null, null, FallingPrice.REFUSED);
    }

    /** A price whose seller has said that more usage may cost less. */
    public static Price falling(PricingModel model, CurrencyCode currency, InvoiceTiming timing) {
        return new Price(model, currency, timing, null, null, null, FallingPrice.DECLARED);
    }

    public Price withMinimumQuantity(BigDecimal least) {
        return new Price(model, currency, timing, least, minimumSpend, unit, falling);
    }

    public Price withMinimumSpend(BigDecimal least) {
        return new Price(model, currency, timing, minimumQuantity, least, unit, falling);
    }

    public Price in(PriceUnit priceUnit) {
        return new Price(
                model, currency, timing, minimumQuantity, minimumSpend, priceUnit, falling);
    }
}

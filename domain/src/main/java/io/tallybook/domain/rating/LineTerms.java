package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.Price;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * By what a line is rated, frozen with its reading.
 *
 * @param minimumQuantity the least number of units charged; null for none
 * @param priceUnit the unit that the model's amounts are in; null if they are in the currency
 * @param commitment the promise on this line; null for none; its amount is in the currency
 * @param progress how far the promise was kept before this line
 */
public record LineTerms(
        PricingModel model,
        CurrencyCode currency,
        Conventions conventions,
        @Nullable BigDecimal minimumQuantity,
        @Nullable PriceUnit priceUnit,
        @Nullable Commitment commitment,
        Commitments.Progress progress) {

    /** Terms whose commitment, if there is one, begins and ends with the line. */
    public LineTerms(
            PricingModel model,
            CurrencyCode currency,
            Conventions conventions,
            @Nullable BigDecimal minimumQuantity,
            @Nullable PriceUnit priceUnit,
            @Nullable Commitment commitment) {
        this(
                model,
                currency,
                conventions,
                minimumQuantity,
                priceUnit,
                commitment,
                Commitments.Progress.WHOLE);
    }

    public LineTerms {
        if (priceUnit != null && !priceUnit.currency().equals(currency)) {
            throw new IllegalArgumentException(
                    "price unit: \""
                            + priceUnit.code()
                            + "\" converts to "
                            + priceUnit.currency()
                            + ", expected "
                            + currency);
        }
    }

    public static LineTerms of(PricingModel model, CurrencyCode currency, Conventions conventions) {
        return new LineTerms(model, currency, conventions, null, null, null);
    }

    /**
     * The terms of a price of the catalogue; its minimum spend is a line of its own, see {@link
     * MinimumSpend}.
     */
    public static LineTerms of(Price price, Conventions conventions) {
        return new LineTerms(
                price.model(),
                price.currency(),
                conventions,
                price.minimumQuantity(),
                price.unit(),
                null);
    }

    public LineTerms withMinimumQuantity(BigDecimal minimum) {
        return new LineTerms(
                model, currency, conventions, minimum, priceUnit, commitment, progress);
    }

    public LineTerms in(PriceUnit unit) {
        return new LineTerms(
                model, currency, conventions, minimumQuantity, unit, commitment, progress);
    }

    public LineTerms with(Commitment promised) {
        return with(promised, Commitments.Progress.WHOLE);
    }

    /** With a promise that other lines count towards as well. */
    public LineTerms with(Commitment promised, Commitments.Progress kept) {
        return new LineTerms(
                model, currency, conventions, minimumQuantity, priceUnit, promised, kept);
    }
}

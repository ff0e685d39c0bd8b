package io.tallybook.domain.wallet;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Credits that are bought, and the money that they cost: whole minor units, and the credits that
 * these are worth.
 */
public record CreditPurchase(BigDecimal credits, Money price) {
    private static final int CREDIT_PLACES = 5;

    /**
     * A purchase of so many credits.
     *
     * <p>Rounding: the price half away from zero to minor units; the credits are then what the
     * price is worth, down to five decimals, so that nobody pays for a fraction of a cent. Source:
     * docs/conventions.md#top-ups.
     */
    public static CreditPurchase of(BigDecimal asked, CreditValue value) {
        Money price = Rounding.HALF_UP.toMoney(value.worth(asked), value.currency());
        BigDecimal credits =
                price.toDecimal().divide(value.perCredit(), CREDIT_PLACES, RoundingMode.FLOOR);
        return new CreditPurchase(credits, price);
    }
}

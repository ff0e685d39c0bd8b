package io.tallybook.domain.wallet;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a credit of a wallet is worth: one credit is {@code perCredit} units of the currency.
 *
 * <p>Source: docs/conventions.md#credit-value.
 */
public record CreditValue(BigDecimal perCredit, CurrencyCode currency) {
    /** Decimals kept when money becomes credits and the division does not end. */
    private static final int CREDIT_PLACES = 15;

    /** Errors: IllegalArgumentException unless perCredit is above 0. */
    public CreditValue {
        if (perCredit.signum() <= 0) {
            throw new IllegalArgumentException(
                    "wallet.conversion_rate: got "
                            + perCredit.toPlainString()
                            + ", expected more than 0");
        }
    }

    /** The exact worth of credits, in units of the currency. */
    public BigDecimal worth(BigDecimal credits) {
        return credits.multiply(perCredit);
    }

    /** The most that credits can pay: their worth, down to whole minor units. */
    public Money payable(BigDecimal credits) {
        return Rounding.FLOOR.toMoney(worth(credits), currency);
    }

    /**
     * The credits that pay an amount. Rounding: up at the 15th decimal, so that the credits taken
     * are never worth less than what they paid.
     */
    public BigDecimal creditsFor(Money amount) {
        BigDecimal exact =
                amount.toDecimal().divide(perCredit, CREDIT_PLACES, RoundingMode.CEILING);
        return exact.signum() == 0 ? BigDecimal.ZERO : exact.stripTrailingZeros();
    }
}

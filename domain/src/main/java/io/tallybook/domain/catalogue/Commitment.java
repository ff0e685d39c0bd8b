package io.tallybook.domain.catalogue;

import java.math.BigDecimal;

/**
 * A spend promised by the customer: up to {@code amount} usage costs its price, beyond it {@code
 * overageFactor} times that, and with a true-up the rest of an unused promise is charged too.
 *
 * <p>Units: amount in units of the currency, above 0; overageFactor at least 1.
 */
public record Commitment(BigDecimal amount, BigDecimal overageFactor, TrueUp trueUp) {

    public Commitment {
        Amounts.positive("commitment_amount", amount);
        if (overageFactor.compareTo(BigDecimal.ONE) < 0) {
            throw new InvalidPrice("overage_factor", overageFactor.toPlainString(), "1 or more");
        }
    }
}

package io.tallybook.domain.rating;

import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One row of the explanation of an amount.
 *
 * <p>Units: {@code from} and {@code to} bound the part of the quantity that this row is about (to
 * is null for the open end); {@code quantity} is how many of {@code unitAmount} are charged.
 * Guarantee: {@code amount} is quantity times unitAmount plus flatAmount, exactly; the amounts of
 * all rows sum to the precise amount of the line.
 *
 * @param key what the row is, such as {@code flat}, {@code package} or {@code tier.2}
 */
public record RatingStep(
        String key,
        BigDecimal from,
        @Nullable BigDecimal to,
        BigDecimal quantity,
        BigDecimal unitAmount,
        BigDecimal flatAmount,
        BigDecimal amount) {

    /** A row whose amount follows from its parts. */
    public static RatingStep of(
            String key,
            BigDecimal from,
            @Nullable BigDecimal to,
            BigDecimal quantity,
            BigDecimal unitAmount,
            BigDecimal flatAmount) {
        BigDecimal product = quantity.multiply(unitAmount);
        BigDecimal amount = flatAmount.signum() == 0 ? product : product.add(flatAmount);
        return new RatingStep(key, from, to, quantity, unitAmount, flatAmount, amount);
    }

    /** A row that is a rounded amount by itself. */
    public static RatingStep named(String key, Money amount) {
        return amount(key, amount.toDecimal());
    }

    /** A row that is an amount by itself. */
    static RatingStep amount(String key, BigDecimal amount) {
        return of(key, BigDecimal.ZERO, null, BigDecimal.ONE, amount, BigDecimal.ZERO);
    }

    /** The same row under another name. */
    RatingStep named(String name) {
        return new RatingStep(name, from, to, quantity, unitAmount, flatAmount, amount);
    }

    /** The same row in another currency: every amount times {@code rate}. */
    RatingStep convertedAt(BigDecimal rate) {
        return of(key, from, to, quantity, unitAmount.multiply(rate), flatAmount.multiply(rate));
    }
}

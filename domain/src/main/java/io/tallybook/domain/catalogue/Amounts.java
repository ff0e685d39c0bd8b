package io.tallybook.domain.catalogue;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Checks on the numbers of a price. */
final class Amounts {

    private Amounts() {}

    static void notNegative(String field, BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new InvalidPrice(field, amount.toPlainString(), "0 or more");
        }
    }

    static void notNegativeIfSet(String field, @Nullable BigDecimal amount) {
        if (amount != null) {
            notNegative(field, amount);
        }
    }

    static void positive(String field, BigDecimal amount) {
        if (amount.signum() <= 0) {
            throw new InvalidPrice(field, amount.toPlainString(), "more than 0");
        }
    }
}

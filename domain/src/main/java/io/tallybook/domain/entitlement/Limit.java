package io.tallybook.domain.entitlement;

import java.math.BigDecimal;

/** How much may be used: without end, or up to a quantity. */
public sealed interface Limit {

    /** No end. */
    record Unlimited() implements Limit {}

    /** Up to and including a quantity, in units of the meter. */
    record UpTo(BigDecimal quantity) implements Limit {
        /** Errors: IllegalArgumentException if the quantity is below 0. */
        public UpTo {
            if (quantity.signum() < 0) {
                throw new IllegalArgumentException(
                        "entitlement.usage_limit: got "
                                + quantity.toPlainString()
                                + ", expected 0 or more, or none for unlimited");
            }
        }
    }

    static Limit unlimited() {
        return new Unlimited();
    }

    static Limit upTo(BigDecimal quantity) {
        return new UpTo(quantity);
    }

    /** Both together: unlimited if either is. */
    default Limit plus(Limit other) {
        return switch (this) {
            case Unlimited _ -> this;
            case UpTo(BigDecimal mine) ->
                    switch (other) {
                        case Unlimited _ -> other;
                        case UpTo(BigDecimal theirs) -> new UpTo(mine.add(theirs));
                    };
        };
    }

    /** The same {@code count} times over: an addon bought more than once. */
    default Limit times(long count) {
        return switch (this) {
            case Unlimited _ -> this;
            case UpTo(BigDecimal quantity) ->
                    new UpTo(quantity.multiply(BigDecimal.valueOf(count)));
        };
    }

    /** How much of a quantity lies beyond the limit; never below zero. */
    default BigDecimal beyond(BigDecimal used) {
        return switch (this) {
            case Unlimited _ -> BigDecimal.ZERO;
            case UpTo(BigDecimal quantity) -> used.subtract(quantity).max(BigDecimal.ZERO);
        };
    }
}

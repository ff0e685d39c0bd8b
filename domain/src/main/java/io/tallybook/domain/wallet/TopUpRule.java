package io.tallybook.domain.wallet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** How many credits an automatic top-up buys. */
public sealed interface TopUpRule {

    /**
     * So many credits each time; after a fall below a threshold, as many times over as lift it
     * above again.
     */
    record Fixed(BigDecimal paid, BigDecimal granted) implements TopUpRule {
        /** Errors: IllegalArgumentException unless paid and granted together are above 0. */
        public Fixed {
            if (paid.signum() < 0 || granted.signum() < 0 || paid.add(granted).signum() == 0) {
                throw new IllegalArgumentException(
                        "top_up: got "
                                + paid.toPlainString()
                                + " paid and "
                                + granted.toPlainString()
                                + " granted credits, expected 0 or more and one above 0");
            }
        }
    }

    /** Up to so many credits. */
    record Target(BigDecimal credits) implements TopUpRule {
        private Optional<TopUp> upTo(BigDecimal balance, Bounds bounds) {
            BigDecimal gap = credits.subtract(balance);
            return gap.signum() <= 0
                    ? Optional.empty()
                    : Optional.of(new TopUp(bounds.within(gap), BigDecimal.ZERO));
        }
    }

    /** The bounds that a wallet sets to a purchase, in credits. */
    record Bounds(Optional<BigDecimal> least, Optional<BigDecimal> most) {
        public static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());

        BigDecimal within(BigDecimal credits) {
            BigDecimal atLeast = least.map(credits::max).orElse(credits);
            return most.map(atLeast::min).orElse(atLeast);
        }
    }

    /** Credits to buy and to give. */
    record TopUp(BigDecimal paid, BigDecimal granted) {}

    /**
     * The top-up that a threshold asks for; empty while the balance is above it.
     *
     * <p>Units: credits; {@code balance} is what is left after everything used but not yet
     * invoiced, and what is already on its way. Rounding: a fixed step is taken a whole number of
     * times, the smallest that closes the gap to the threshold, at least once. Source:
     * docs/conventions.md#top-ups.
     */
    default Optional<TopUp> atThreshold(BigDecimal threshold, BigDecimal balance, Bounds bounds) {
        if (balance.compareTo(threshold) > 0) {
            return Optional.empty();
        }
        return switch (this) {
            case Fixed(BigDecimal paid, BigDecimal granted) -> {
                BigDecimal times =
                        threshold
                                .subtract(balance)
                                .divide(paid.add(granted), 0, RoundingMode.CEILING)
                                .max(BigDecimal.ONE);
                yield Optional.of(
                        new TopUp(bounds.within(paid.multiply(times)), granted.multiply(times)));
            }
            case Target target -> target.upTo(balance, bounds);
        };
    }

    /** The top-up of an interval; empty if the balance is already at its target. */
    default Optional<TopUp> atInterval(BigDecimal balance, Bounds bounds) {
        return switch (this) {
            case Fixed(BigDecimal paid, BigDecimal granted) ->
                    Optional.of(new TopUp(bounds.within(paid), granted));
            case Target target -> target.upTo(balance, bounds);
        };
    }
}

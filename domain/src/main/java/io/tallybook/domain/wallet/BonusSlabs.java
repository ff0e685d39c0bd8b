package io.tallybook.domain.wallet;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Bonus credits for larger purchases. */
public record BonusSlabs(List<Slab> slabs) {

    /** What a slab gives. */
    public sealed interface Bonus {
        /** So many credits. */
        record Flat(BigDecimal credits) implements Bonus {}

        /** A share of what was bought, in percent. */
        record Percent(BigDecimal percent) implements Bonus {}
    }

    /** The bonus of a purchase of at least {@code from} credits. */
    public record Slab(BigDecimal from, Bonus bonus) {
        /** Errors: IllegalArgumentException if the threshold or the bonus is below 0. */
        public Slab {
            BigDecimal value =
                    switch (bonus) {
                        case Bonus.Flat(BigDecimal credits) -> credits;
                        case Bonus.Percent(BigDecimal percent) -> percent;
                    };
            if (from.signum() < 0 || value.signum() < 0) {
                throw new IllegalArgumentException(
                        "bonus_slab: got threshold "
                                + from.toPlainString()
                                + " and bonus "
                                + value.toPlainString()
                                + ", expected 0 or more for both");
            }
        }
    }

    public BonusSlabs {
        slabs = List.copyOf(slabs);
    }

    /**
     * The bonus credits of a purchase: what was asked for explicitly, else what the highest slab
     * that it reaches gives.
     *
     * <p>Units: credits. Rounding: none. Source: docs/conventions.md#top-ups.
     */
    public BigDecimal bonusFor(BigDecimal purchased, Optional<BigDecimal> explicit) {
        if (explicit.isPresent()) {
            return explicit.get();
        }
        Optional<Slab> reached = Optional.empty();
        for (Slab slab : slabs) {
            boolean reaches = slab.from().compareTo(purchased) <= 0;
            if (reaches
                    && reached.filter(best -> best.from().compareTo(slab.from()) >= 0).isEmpty()) {
                reached = Optional.of(slab);
            }
        }
        return reached.map(
                        slab ->
                                switch (slab.bonus()) {
                                    case Bonus.Flat(BigDecimal credits) -> credits;
                                    case Bonus.Percent(BigDecimal percent) ->
                                            purchased.multiply(percent).movePointLeft(2);
                                })
                .orElse(BigDecimal.ZERO);
    }
}

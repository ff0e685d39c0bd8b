package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Units that are held for a part of the period: the full units decide the tier, the prorated ones
 * pay.
 *
 * <p>Source: Lago's prorated metrics, docs/pricing.md#prorated-units
 */
public final class ProratedRating {
    // Beyond what any quantity on the wire carries; the precise amount is rounded to the currency
    // afterwards.
    private static final int PLACES = 20;

    private ProratedRating() {}

    /**
     * An event that adds (or, below zero, takes away) units, in full and for the share of the
     * period they are held.
     */
    public record HeldUnits(BigDecimal full, BigDecimal prorated) {}

    /** All prorated units at the price of the tier that the full units fall into. */
    public static RatedAmount volume(
            Volume model, BigDecimal fullUnits, BigDecimal proratedUnits, CurrencyCode currency) {
        BigDecimal full = fullUnits.max(BigDecimal.ZERO);
        BigDecimal prorated = proratedUnits.max(BigDecimal.ZERO);
        return RatedAmount.of(List.of(TierRating.volume(model.tiers(), full, prorated)), currency);
    }

    /**
     * Slabs over units that come and go.
     *
     * <p>Each event walks from the units held before it to those held after it; the prorated units
     * spread evenly over that walk, each part at the price of the tier it lies in. The flat amount
     * of every tier that the units ever reached is charged once, that of the first tier in any
     * case. The result is at least zero.
     */
    public static RatedAmount graduated(
            Graduated model, List<HeldUnits> events, CurrencyCode currency) {
        List<Tier> tiers = model.tiers();
        Ratio[] units = new Ratio[tiers.size()];
        Arrays.fill(units, Ratio.ZERO);
        BigDecimal held = BigDecimal.ZERO;
        BigDecimal highest = BigDecimal.ZERO;
        for (HeldUnits event : events) {
            BigDecimal after = held.add(event.full()).max(BigDecimal.ZERO);
            spread(tiers, units, held.min(after), held.max(after), event.prorated());
            held = after;
            highest = highest.max(after);
        }
        return sum(tiers, units, highest, currency);
    }

    private static void spread(
            List<Tier> tiers, Ratio[] units, BigDecimal from, BigDecimal to, BigDecimal prorated) {
        if (from.compareTo(to) == 0) {
            return;
        }
        Ratio perUnit = Ratio.of(prorated).dividedBy(Ratio.of(to.subtract(from)));
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < units.length; i++) {
            BigDecimal upTo = tiers.get(i).upTo();
            BigDecimal partEnd = upTo == null ? to : to.min(upTo);
            BigDecimal part = partEnd.subtract(from.max(lower));
            if (part.signum() > 0) {
                units[i] = units[i].plus(perUnit.times(part));
            }
            if (upTo == null) {
                return;
            }
            lower = upTo;
        }
    }

    private static RatedAmount sum(
            List<Tier> tiers, Ratio[] units, BigDecimal highest, CurrencyCode currency) {
        List<RatingStep> steps = new ArrayList<>(tiers.size());
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < units.length; i++) {
            Tier tier = tiers.get(i);
            steps.add(
                    TierRating.step(i, tier, lower, units[i].toDecimal(PLACES, Rounding.HALF_UP)));
            BigDecimal upTo = tier.upTo();
            if (upTo == null || highest.compareTo(upTo) <= 0) {
                break;
            }
            lower = upTo;
        }
        return RatedAmount.of(steps, currency).atLeastZero(currency);
    }
}

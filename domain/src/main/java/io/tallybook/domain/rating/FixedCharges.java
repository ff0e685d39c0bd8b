package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Add-ons of a plan that are held in units and charged by the days of the period, as Lago does.
 *
 * <p>Rounding: each fee once, half away from zero. Source: docs/pricing.md#fixed-charges
 */
public final class FixedCharges {
    private FixedCharges() {}

    /** So many units of an add-on, and what they cost for a whole period. */
    public record Held(String addOn, PricingModel model, BigDecimal units) {}

    /** What one add-on is charged. */
    public record Fee(String addOn, Money amount) {}

    /** What a unit costs of a fee; zero for no units. Rounding: half away from zero. */
    public static Money unitAmount(Money fee, BigDecimal units) {
        return units.signum() == 0
                ? Money.zero(fee.currency())
                : Ratio.of(BigDecimal.ONE).dividedBy(Ratio.of(units)).of(fee, Rounding.HALF_UP);
    }

    /** The fees of a plan for a share of the period, in the plan's order. */
    public static List<Fee> fees(List<Held> plan, Ratio share, CurrencyCode currency) {
        List<Fee> fees = new ArrayList<>(plan.size());
        for (Held held : plan) {
            LineTerms terms = LineTerms.of(held.model(), currency, Conventions.LAGO);
            fees.add(new Fee(held.addOn(), LineRating.fixed(terms, held.units(), share).amount()));
        }
        return fees;
    }

    /**
     * The fees of a new plan for the rest of a period, where both plans are paid ahead: an add-on
     * that the old plan has too pays only what it costs more than the old plan had paid for the
     * same rest.
     *
     * <p>Guarantee: never negative; what the old plan had paid more is not given back here.
     */
    public static List<Fee> upgradedAhead(
            List<Held> old, List<Held> now, Ratio rest, CurrencyCode currency) {
        Map<String, Money> paid = new HashMap<>();
        for (Fee fee : fees(old, rest, currency)) {
            paid.merge(fee.addOn(), fee.amount(), Money::plus);
        }
        Money none = Money.zero(currency);
        List<Fee> fees = new ArrayList<>(now.size());
        for (Fee fee : fees(now, rest, currency)) {
            Money already = paid.getOrDefault(fee.addOn(), none);
            fees.add(new Fee(fee.addOn(), fee.amount().minus(already).max(none)));
        }
        return fees;
    }

    /**
     * The fees of one add-on that is paid ahead while its units change within the period: a fee for
     * each level, of the units above the most that were already paid for.
     *
     * <p>Shapes: one level per change, the first of them the period's opening one; one fee each.
     */
    public static List<PerEventRating.EventFee> levelsAhead(
            PricingModel model, List<BigDecimal> levels, CurrencyCode currency) {
        List<BigDecimal> changes = new ArrayList<>(levels.size());
        BigDecimal before = BigDecimal.ZERO;
        for (BigDecimal level : levels) {
            changes.add(level.subtract(before));
            before = level;
        }
        return PerEventRating.fees(model, changes, currency, Conventions.LAGO);
    }

    /** The units that a period in arrears is charged for: the last of its levels. */
    public static BigDecimal unitsInArrears(List<BigDecimal> levels) {
        return levels.isEmpty() ? BigDecimal.ZERO : levels.getLast();
    }
}

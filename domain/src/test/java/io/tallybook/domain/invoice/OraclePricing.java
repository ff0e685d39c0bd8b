package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.MatrixCell;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.RateTier;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.catalogue.TrueUp;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The oracle's prices: from docs/pricing.md, on fractions, without any rounding of their own. */
record OraclePricing(Conventions conventions) {

    /** What a line comes to before its one rounding, in units of the currency. */
    Rational line(Charge charge) {
        return switch (charge) {
            case Charge.Priced(PricingModel model, BigDecimal quantity) ->
                    price(model, MeteredUsage.of(quantity));
            case Charge.Bucketed(PricingModel model, List<BigDecimal> values) ->
                    each(model, values);
            case Charge.Metered metered -> metered(metered);
            case Charge.MeteredBuckets _,
                    Charge.MeteredWindows _,
                    Charge.Computed _,
                    Charge.Credited _,
                    Charge.BilledBefore _ ->
                    throw new IllegalStateException("the oracle knows no " + charge);
        };
    }

    private Rational each(PricingModel model, List<BigDecimal> values) {
        Rational sum = Rational.ZERO;
        for (BigDecimal value : values) {
            sum = sum.plus(price(model, MeteredUsage.of(value)));
        }
        return sum;
    }

    private Rational metered(Charge.Metered in) {
        LineTerms terms = in.terms();
        MeteredUsage usage = allowed(in.usage(), in.allowance());
        BigDecimal minimum = terms.minimumQuantity();
        if (minimum != null && usage.quantity().compareTo(minimum) < 0) {
            usage = MeteredUsage.of(minimum);
        }
        Rational amount = inCurrency(price(terms.model(), usage), terms.priceUnit());
        amount = committed(amount, terms.commitment());
        Rational share = new Rational(in.share().numerator(), in.share().denominator());
        return amount.times(share);
    }

    /** The allowance off the sum, and off the first transactions where there are any. */
    private static MeteredUsage allowed(MeteredUsage usage, BigDecimal allowance) {
        if (allowance.signum() == 0) {
            return usage;
        }
        if (usage.values().isEmpty()) {
            return MeteredUsage.of(usage.quantity().subtract(allowance).max(BigDecimal.ZERO));
        }
        List<BigDecimal> left = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (BigDecimal value : usage.values()) {
            BigDecimal after = before.add(value);
            BigDecimal paid = after.subtract(allowance.max(before)).max(BigDecimal.ZERO);
            if (paid.signum() > 0) {
                left.add(paid);
            }
            before = after;
        }
        return MeteredUsage.ofTransactions(left);
    }

    private Rational inCurrency(Rational amount, @Nullable PriceUnit unit) {
        if (unit == null) {
            return amount;
        }
        Rational rate = Rational.of(unit.conversionRate());
        Rational hundred = Rational.whole(100);
        return conventions == Conventions.LAGO
                ? Rational.whole(amount.times(hundred).rounded()).by(hundred).times(rate)
                : amount.times(rate);
    }

    private static Rational committed(Rational base, @Nullable Commitment promise) {
        if (promise == null) {
            return base;
        }
        Rational promised = Rational.of(promise.amount());
        if (base.compare(promised) >= 0) {
            Rational over = base.minus(promised);
            return promised.plus(over.times(Rational.of(promise.overageFactor())));
        }
        return promise.trueUp() == TrueUp.CHARGED ? promised : base;
    }

    Rational price(PricingModel model, MeteredUsage usage) {
        if (model instanceof PricingModel.Matrix matrix) {
            return matrix(matrix, usage);
        }
        Rational q = Rational.of(usage.quantity());
        if (!q.isPositive() && conventions != Conventions.LAGO) {
            return Rational.ZERO;
        }
        return switch (model) {
            case PricingModel.FlatFee flat -> q.times(Rational.of(flat.unitAmount()));
            case PricingModel.PackageFee p -> packages(p, q);
            case PricingModel.Graduated g -> slabs(g.tiers(), q);
            case PricingModel.Volume v -> volume(v.tiers(), q);
            case PricingModel.GraduatedPercentage g -> rates(g.tiers(), q);
            case PricingModel.Percentage p -> percentage(p, usage);
            case PricingModel.Dynamic _ ->
                    q.isPositive() ? Rational.of(usage.suppliedAmount()) : Rational.ZERO;
            case PricingModel.Custom _, PricingModel.Matrix _ ->
                    throw new IllegalStateException("the oracle knows no " + model);
        };
    }

    private static Rational packages(PricingModel.PackageFee p, Rational q) {
        Rational charged = q.minus(Rational.of(p.freeUnits()));
        if (!charged.isPositive()) {
            return Rational.ZERO;
        }
        Rational count = charged.by(Rational.of(p.packageSize()));
        long whole = p.rounding() == PackageRounding.UP ? count.ceiling() : count.floor();
        return Rational.whole(whole).times(Rational.of(p.packageAmount()));
    }

    private static Rational slabs(List<Tier> tiers, Rational q) {
        Rational price = Rational.ZERO;
        Rational from = Rational.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            boolean entered = i == 0 || q.compare(from) > 0;
            if (entered) {
                BigDecimal bound = tier.upTo();
                Rational to =
                        bound == null || q.compare(Rational.of(bound)) < 0 ? q : Rational.of(bound);
                price =
                        price.plus(to.minus(from).times(Rational.of(tier.unitAmount())))
                                .plus(Rational.of(tier.flatAmount()));
                from = to;
            }
        }
        return price;
    }

    private static Rational volume(List<Tier> tiers, Rational q) {
        for (Tier tier : tiers) {
            BigDecimal bound = tier.upTo();
            if (bound == null || q.compare(Rational.of(bound)) <= 0) {
                return q.times(Rational.of(tier.unitAmount())).plus(Rational.of(tier.flatAmount()));
            }
        }
        throw new IllegalStateException("no open tier");
    }

    /** The part of the value between two bounds, at the rate of that tier. */
    private static Rational rates(List<RateTier> tiers, Rational q) {
        Rational price = Rational.of(tiers.getFirst().flatAmount());
        Rational from = Rational.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            RateTier tier = tiers.get(i);
            Rational above = q.minus(from);
            if (!above.isPositive()) {
                break;
            }
            if (i > 0) {
                price = price.plus(Rational.of(tier.flatAmount()));
            }
            BigDecimal bound = tier.upTo();
            Rational width = bound == null ? above : Rational.of(bound).minus(from);
            Rational part = above.compare(width) < 0 ? above : width;
            price = price.plus(percent(part, tier.ratePercent()));
            from = from.plus(width);
        }
        return price;
    }

    private static Rational percent(Rational value, BigDecimal rate) {
        return value.times(Rational.of(rate)).by(Rational.whole(100));
    }

    private Rational percentage(PricingModel.Percentage p, MeteredUsage usage) {
        Long freeEvents = p.freeEvents();
        BigDecimal freeUnits = p.freeUnits();
        if (conventions == Conventions.LAGO) {
            freeEvents = freeEvents == null || freeEvents == 0 ? null : freeEvents;
            freeUnits = freeUnits == null || freeUnits.signum() == 0 ? null : freeUnits;
            if (!p.hasBounds()) {
                return lagoPercentage(p, usage, freeEvents, freeUnits);
            }
        }
        return oneByOne(p, usage, freeEvents, freeUnits);
    }

    /** Each transaction by itself: what is not free of it at the rate, kept within the bounds. */
    private static Rational oneByOne(
            PricingModel.Percentage p,
            MeteredUsage usage,
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeUnits) {
        Rational sum = Rational.ZERO;
        BigDecimal before = BigDecimal.ZERO;
        for (int n = 0; n < usage.values().size(); n++) {
            BigDecimal value = usage.values().get(n);
            BigDecimal after = before.add(value);
            boolean limited = freeEvents != null || freeUnits != null;
            boolean among = limited && (freeEvents == null || n < freeEvents);
            BigDecimal paid = value;
            if (among && freeUnits == null) {
                paid = BigDecimal.ZERO;
            } else if (among && freeUnits != null) {
                paid = after.subtract(freeUnits.max(before)).max(BigDecimal.ZERO);
            }
            if (paid.signum() > 0) {
                sum = sum.plus(bounded(p, paid));
            }
            before = after;
        }
        return sum;
    }

    private static Rational bounded(PricingModel.Percentage p, BigDecimal paid) {
        Rational amount =
                percent(Rational.of(paid), p.ratePercent()).plus(Rational.of(p.fixedAmount()));
        BigDecimal least = p.minimumPerTransaction();
        BigDecimal most = p.maximumPerTransaction();
        if (least != null && amount.compare(Rational.of(least)) < 0) {
            return Rational.of(least);
        }
        return most != null && amount.compare(Rational.of(most)) > 0 ? Rational.of(most) : amount;
    }

    /** Lago's formula: from the running totals up to the end of what is free. */
    private static Rational lagoPercentage(
            PricingModel.Percentage p,
            MeteredUsage usage,
            @Nullable Long freeEvents,
            @Nullable BigDecimal freeUnits) {
        List<BigDecimal> totals = new ArrayList<>();
        BigDecimal running = BigDecimal.ZERO;
        for (BigDecimal value : usage.values()) {
            boolean enough = freeEvents != null && totals.size() >= freeEvents;
            boolean passed = freeUnits != null && running.compareTo(freeUnits) > 0;
            if ((freeEvents == null && freeUnits == null) || enough || passed) {
                break;
            }
            running = running.add(value);
            totals.add(running);
        }
        BigDecimal free = totals.isEmpty() ? BigDecimal.ZERO : totals.getLast();
        long below = 0;
        if (freeUnits != null) {
            free = free.min(freeUnits);
            for (BigDecimal total : totals) {
                below += total.compareTo(freeUnits) < 0 ? 1 : 0;
            }
        }
        long counted = freeEvents == null ? below : freeEvents;
        counted = below > 0 ? Math.min(counted, below) : counted;
        long fixed = Math.max(0, usage.values().size() - counted);
        return percent(Rational.of(usage.quantity().subtract(free)), p.ratePercent())
                .plus(Rational.whole(fixed).times(Rational.of(p.fixedAmount())));
    }

    private Rational matrix(PricingModel.Matrix matrix, MeteredUsage usage) {
        Rational sum = Rational.ZERO;
        for (MeteredUsage.Group group : usage.groups()) {
            PricingModel model = cell(matrix, group.properties());
            if (model != null) {
                sum = sum.plus(price(model, group.usage()));
            }
        }
        return sum;
    }

    /** Most keys, then fewest combinations, then the oldest. */
    private static @Nullable PricingModel cell(
            PricingModel.Matrix matrix, Map<String, String> properties) {
        MatrixCell best = null;
        for (MatrixCell cell : matrix.cells()) {
            boolean fits =
                    cell.values().entrySet().stream()
                            .allMatch(
                                    key ->
                                            key.getValue()
                                                    .contains(
                                                            properties.getOrDefault(
                                                                    key.getKey(), "")));
            if (fits && (best == null || rank(cell).compareTo(rank(best)) > 0)) {
                best = cell;
            }
        }
        return best == null ? matrix.otherwise() : best.model();
    }

    private static Long rank(MatrixCell cell) {
        long combinations = 1;
        for (List<String> values : cell.values().values()) {
            combinations *= values.size();
        }
        return cell.values().size() * 1000L - combinations;
    }
}

package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;

import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MinimumSpend;
import io.tallybook.domain.rating.PerEventRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.LocalDays;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.ProrationRule;
import io.tallybook.domain.time.Trial;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lago: subscription fees, trials, upgrades, fixed charges, minimums. */
final class LagoFees {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private LagoFees() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("proration.subscription_fee", LagoFees::subscriptionFee);
        areas.put("trial", LagoFees::trial);
        areas.put("upgrade", LagoFees::termination);
        areas.put("termination", LagoFees::termination);
        areas.put("fixed_charge.in_advance.prorated", LagoFees::fixedInAdvance);
        areas.put("fixed_charge.in_arrears.prorated", LagoFees::fixedInArrears);
        areas.put("fixed_charge.units_change", LagoFees::unitsChange);
        areas.put("fixed_charge.graduated", LagoFees::fixedGraduated);
        areas.put("commitment.minimum", LagoFees::planMinimum);
        areas.put("true_up.charge_min", LagoFees::chargeMinimum);
    }

    static Money eur(long cents) {
        return Money.ofMinor(cents, EUR);
    }

    static BillingPeriod days(LocalDate first, int count) {
        return new BillingPeriod(
                LagoUsage.startOf(first), LagoUsage.startOf(first.plusDays(count)));
    }

    /** A recurring fee for a share of its period. */
    static Money fee(Money full, Ratio share) {
        LineTerms terms = LineTerms.of(Prices.flat(full.toDecimal()), EUR, LAGO);
        return LineRating.fixed(terms, BigDecimal.ONE, share).amount();
    }

    private static Answer subscriptionFee(Input in) {
        if (in.has("adjusted_fee")) {
            Input adjusted = in.object("adjusted_fee");
            Money unit =
                    eur(
                            adjusted.firstDecimal("unit_amount_from_plan", "unit_amount_cents")
                                    .longValueExact());
            LineTerms terms = LineTerms.of(Prices.flat(unit.toDecimal()), EUR, LAGO);
            Money amount = LineRating.fixed(terms, adjusted.decimal("units"), Ratio.ONE).amount();
            return Answer.of("amount_cents", cents(amount));
        }
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate first =
                in.has("started") ? periodOf(in.text("started"), unit) : LocalDate.of(2022, 3, 1);
        BillingPeriod natural = LagoDates.fullPeriod("calendar", first, unit, UTC);
        int length = in.whole("days_in_period", LocalDays.touched(natural, UTC));
        BillingPeriod period = days(natural.start().atZone(UTC).toLocalDate(), length);
        Ratio share = usedShare(in, period, unit);
        return Answer.of("amount_cents", cents(fee(eur(in.whole("plan_amount_cents")), share)));
    }

    /** "Wednesday", "15 March", "2022-03-15": a day of the period that a subscription began in. */
    private static LocalDate periodOf(String started, PeriodUnit unit) {
        return Words.date(started)
                .orElseGet(
                        () -> {
                            LocalDate march = LocalDate.of(2022, 3, 1);
                            if (unit == PeriodUnit.WEEKLY) {
                                DayOfWeek day =
                                        DayOfWeek.valueOf(started.trim().toUpperCase(Locale.ROOT));
                                return march.with(TemporalAdjusters.nextOrSame(day));
                            }
                            Month month =
                                    Words.month(" " + started.replaceAll("[0-9]", " ").trim());
                            return LocalDate.of(
                                    2022, month, Words.firstNumber(started).intValueExact());
                        });
    }

    /**
     * The days that are charged: after trial, up to the termination, without the day of an upgrade.
     */
    private static Ratio usedShare(Input in, BillingPeriod period, PeriodUnit unit) {
        LocalDate first = period.start().atZone(UTC).toLocalDate();
        LocalDate from = in.has("started") ? periodOf(in.text("started"), unit) : first;
        if (in.text("billing_time", "calendar").equals("anniversary")) {
            from = first;
        }
        int trial = in.whole("trial_days_in_period", in.whole("trial_days", 0));
        LocalDate paid = from.plusDays(trial);
        Ratio share = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(paid), UTC);
        if (in.has("terminated_after_days")) {
            LocalDate last = from.plusDays(in.whole("terminated_after_days") - 1L);
            share = share.minus(ProrationRule.daysAfter(period, LagoUsage.startOf(last), UTC));
        } else if (in.has("terminated_by_upgrade_after_days")) {
            LocalDate upgraded = from.plusDays(in.whole("terminated_by_upgrade_after_days") - 1L);
            share =
                    share.minus(
                            ProrationRule.DAYS.remaining(period, LagoUsage.startOf(upgraded), UTC));
        }
        return share.max(Ratio.ZERO);
    }

    private static Answer trial(Input in) {
        Input plan = in.has("new_plan") ? in.object("new_plan") : in;
        Input first = in.has("first_plan") ? in.object("first_plan") : in;
        LocalDate started = Words.requiredDate(first.text("started_at"));
        // A trial counts from the first subscription, whatever plan came later.
        LocalDate end =
                Trial.ofCalendarDays(LagoUsage.startOf(started), UTC, plan.whole("trial_days", 0))
                        .map(trial -> trial.period().end().atZone(UTC).toLocalDate())
                        .orElse(started);
        LocalDate from =
                in.has("upgrade_at") && Words.requiredDate(in.text("upgrade_at")).isAfter(end)
                        ? Words.requiredDate(in.text("upgrade_at"))
                        : end;
        PeriodUnit unit = LagoDates.interval(plan.text("interval", "monthly"));
        BillingPeriod period =
                LagoDates.fullPeriod(in.text("billing_time", "calendar"), from, unit, UTC);
        Ratio share = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(from), UTC);
        long full =
                plan.has("amount_cents")
                        ? plan.whole("amount_cents")
                        : plan.whole("plan_amount_cents");
        return Answer.of("invoice_at", from, "amount_cents", cents(fee(eur(full), share)));
    }

    private static Answer termination(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate ended = Words.requiredDate(in.text("terminated_at"));
        LocalDate began =
                Words.requiredDate(
                        in.text(
                                in.has("upgraded_to_this_plan_at")
                                        ? "upgraded_to_this_plan_at"
                                        : in.has("started_at") ? "started_at" : "subscription_at"));
        String billingTime = in.text("billing_time", "calendar");
        BillingPeriod period;
        if (billingTime.equals("calendar")) {
            period = LagoDates.fullPeriod(billingTime, ended, unit, UTC);
        } else {
            var schedule =
                    LagoDates.schedule(
                            billingTime,
                            Words.requiredDate(in.text("subscription_at", began.toString())),
                            unit,
                            UTC);
            period = schedule.period(schedule.indexAt(LagoUsage.startOf(ended)));
        }
        Ratio share =
                ProrationRule.daysThrough(period, LagoUsage.startOf(ended), UTC)
                        .minus(ProrationRule.DAYS.used(period, LagoUsage.startOf(began), UTC));
        Money amount = fee(eur(in.whole("amount_cents")), share);
        return Answer.of("subscription_fee_cents", cents(amount), "amount_cents", cents(amount));
    }

    private static Money addOnFee(Input addOn, Ratio share) {
        LineTerms terms = LineTerms.of(Prices.flat(addOn.decimal("amount")), EUR, LAGO);
        return LineRating.fixed(terms, addOn.decimal("units"), share).amount();
    }

    /**
     * Without an upgrade the fees of the plan; with one those of the new plan less what the old had
     * paid ahead.
     */
    private static Answer fixedInAdvance(Input in) {
        String billingTime = in.text("billing_time", "calendar");
        String when =
                in.text(
                        in.has("upgrade_at")
                                ? "upgrade_at"
                                : in.has("at") ? "at" : "subscription_at");
        LocalDate at = Words.requiredDate(when);
        BillingPeriod period = LagoDates.fullPeriod(billingTime, at, PeriodUnit.MONTHLY, UTC);
        Ratio rest = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(at), UTC);
        List<Long> fees = new ArrayList<>();
        if (!in.has("upgrade_at")) {
            in.objects("old_plan").forEach(addOn -> fees.add(cents(addOnFee(addOn, rest))));
            return Answer.of("fees_cents", fees);
        }
        Map<String, Money> paidAhead = new HashMap<>();
        in.objects("old_plan")
                .forEach(addOn -> paidAhead.put(addOn.text("add_on"), addOnFee(addOn, rest)));
        for (Input addOn : in.objects("new_plan")) {
            Money already = paidAhead.getOrDefault(addOn.text("add_on"), Money.zero(EUR));
            fees.add(cents(addOnFee(addOn, rest).minus(already).max(Money.zero(EUR))));
        }
        return Answer.of("fees_cents", fees);
    }

    private static Answer fixedInArrears(Input in) {
        if (in.has("period_days")) {
            LocalDate started = Words.requiredDate(in.text("subscription_started"));
            BillingPeriod period = days(started.withDayOfMonth(1), in.whole("period_days"));
            Ratio share = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(started), UTC);
            Money amount = addOnFee(in, share);
            Money each =
                    Ratio.of(BigDecimal.ONE)
                            .dividedBy(Ratio.of(in.decimal("units")))
                            .of(amount, Rounding.HALF_UP);
            return Answer.of("amount_cents", cents(amount), "unit_amount_cents", cents(each));
        }
        LocalDate at = Words.requiredDate(in.text("upgrade_at"));
        BillingPeriod period =
                LagoDates.fullPeriod(
                        in.text("billing_time", "calendar"), at, PeriodUnit.MONTHLY, UTC);
        Ratio through = ProrationRule.daysThrough(period, LagoUsage.startOf(at), UTC);
        Ratio rest = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(at), UTC);
        LocalDate next = period.end().atZone(UTC).toLocalDate();
        List<Long> newFees =
                in.objects("new_plan").stream().map(addOn -> cents(addOnFee(addOn, rest))).toList();
        return Answer.of(
                "old_plan_fees_cents",
                in.objects("old_plan").stream()
                        .map(addOn -> cents(addOnFee(addOn, through)))
                        .toList(),
                "new_plan_fees_cents",
                newFees,
                "new_plan_fees_cents_on_" + next,
                newFees);
    }

    /** Units in advance: what is already paid for in the period is not charged again. */
    private static Answer unitsChange(Input in) {
        List<BigDecimal> levels = new ArrayList<>();
        levels.add(in.decimal("initial_units"));
        levels.addAll(in.decimals("changes"));
        List<BigDecimal> deltas = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (BigDecimal level : levels) {
            deltas.add(level.subtract(before));
            before = level;
        }
        List<PerEventRating.EventFee> fees =
                PerEventRating.fees(Prices.flat(in.decimal("unit_amount")), deltas, EUR, LAGO);
        return Answer.of(
                "invoice_amounts", fees.stream().map(fee -> cents(fee.amount())).toList(),
                "delta_units", fees.getLast().units());
    }

    private static Answer fixedGraduated(Input in) {
        List<BigDecimal> units = in.decimals("units_events");
        LineTerms terms =
                LineTerms.of(
                        new PricingModel.Graduated(
                                Prices.lagoTiers(in.objects("graduated_ranges"))),
                        EUR,
                        LAGO);
        Money amount = LineRating.fixed(terms, units.getLast(), Ratio.ONE).amount();
        return Answer.of("amount_cents", cents(amount));
    }

    private static Answer planMinimum(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        String billingTime = in.text("billing_time", "calendar");
        Ratio share = Ratio.ONE;
        if (in.has("started_at") && billingTime.equals("calendar")) {
            LocalDate started = Words.requiredDate(in.text("started_at"));
            BillingPeriod period = LagoDates.fullPeriod(billingTime, started, unit, UTC);
            share = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(started), UTC);
        }
        List<Money> fees = new ArrayList<>();
        fees.add(fee(eur(in.whole("plan_amount_cents")), share));
        for (String name : in.names()) {
            if (name.endsWith("fees_cents")
                    || name.equals("usage_cents")
                    || name.equals("charges_cents")) {
                (in.isList(name) ? in.decimals(name) : List.of(in.decimal(name)))
                        .forEach(amount -> fees.add(eur(amount.longValueExact())));
            }
        }
        Money trueUp =
                MinimumSpend.planTrueUp(eur(in.whole("minimum_commitment_cents")), share, fees);
        return Answer.of("true_up_cents", cents(trueUp), "amount_cents", cents(trueUp));
    }

    private static Answer chargeMinimum(Input in) {
        BigDecimal minimum = in.decimal("min_amount_cents").movePointLeft(2);
        BigDecimal used = in.decimal("used_amount_cents").movePointLeft(2);
        Ratio share = Ratio.ONE;
        if (in.has("period_days")) {
            share =
                    Ratio.of(
                            in.firstDecimal("days", "billed_days", "used_days").intValueExact(),
                            in.whole("period_days"));
        } else if (in.has("days")) {
            List<BigDecimal> words = Words.numbers(in.text("days"));
            share =
                    Ratio.of(
                            words.get(0).longValueExact(),
                            words.size() > 1 ? words.get(1).longValueExact() : 31);
        }
        Money trueUp =
                in.has("pricing_unit_conversion_rate")
                        ? MinimumSpend.trueUpIn(
                                new PriceUnit(
                                        "unit", in.decimal("pricing_unit_conversion_rate"), EUR),
                                minimum,
                                share,
                                used)
                        : MinimumSpend.trueUp(minimum, share, List.of(Money.of(used, EUR)), EUR);
        return Answer.of("true_up_cents", trueUp.isZero() ? 0L : cents(trueUp));
    }
}

package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;

import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.FixedCharges;
import io.tallybook.domain.rating.MinimumSpend;
import io.tallybook.domain.rating.PerEventRating;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.LocalDays;
import io.tallybook.domain.time.PaidDays;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
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

    /** So many days from this one on. */
    static BillingPeriod days(LocalDate first, int count) {
        return new BillingPeriod(
                LagoUsage.startOf(first), LagoUsage.startOf(first.plusDays(count)));
    }

    /** The days of a whole period that holds this day. */
    static PaidDays wholePeriod(Input in, PeriodUnit unit, LocalDate day) {
        return PaidDays.whole(
                LagoDates.fullPeriod(in.text("billing_time", "calendar"), day, unit, UTC), UTC);
    }

    private static Answer subscriptionFee(Input in) {
        if (in.has("adjusted_fee")) {
            Input adjusted = in.object("adjusted_fee");
            Money unit =
                    eur(
                            adjusted.firstDecimal("unit_amount_from_plan", "unit_amount_cents")
                                    .longValueExact());
            Money amount = SubscriptionFee.of(unit, adjusted.decimal("units"), Ratio.ONE);
            return Answer.of("amount_cents", cents(amount));
        }
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate first =
                in.has("started") ? periodOf(in.text("started"), unit) : LocalDate.of(2022, 3, 1);
        BillingPeriod natural = LagoDates.fullPeriod("calendar", first, unit, UTC);
        int length = in.whole("days_in_period", LocalDays.touched(natural, UTC));
        BillingPeriod period = days(natural.start().atZone(UTC).toLocalDate(), length);
        Money plan = eur(in.whole("plan_amount_cents"));
        return Answer.of(
                "amount_cents", cents(SubscriptionFee.of(plan, paidDays(in, period, unit))));
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

    private static PaidDays paidDays(Input in, BillingPeriod period, PeriodUnit unit) {
        PaidDays whole = PaidDays.whole(period, UTC);
        boolean aligned = in.text("billing_time", "calendar").equals("anniversary");
        LocalDate from =
                in.has("started") && !aligned ? periodOf(in.text("started"), unit) : whole.first();
        int trial = in.whole("trial_days_in_period", in.whole("trial_days", 0));
        PaidDays paid = whole.from(from).afterTrial(from, trial);
        if (in.has("terminated_after_days")) {
            return paid.terminatedOn(from.plusDays(in.whole("terminated_after_days") - 1L));
        }
        return in.has("terminated_by_upgrade_after_days")
                ? paid.upgradedOn(from.plusDays(in.whole("terminated_by_upgrade_after_days") - 1L))
                : paid;
    }

    /**
     * The first invoice of a plan paid ahead: on the day its trial ends, for the rest of the
     * period.
     */
    private static Answer trial(Input in) {
        Input plan = in.has("new_plan") ? in.object("new_plan") : in;
        Input first = in.has("first_plan") ? in.object("first_plan") : in;
        LocalDate subscribed = Words.requiredDate(first.text("started_at"));
        LocalDate planned =
                in.has("upgrade_at") ? Words.requiredDate(in.text("upgrade_at")) : subscribed;
        int days = plan.whole("trial_days", 0);
        LocalDate trialEnd = subscribed.plusDays(days);
        LocalDate due = planned.isAfter(trialEnd) ? planned : trialEnd;
        PeriodUnit unit = LagoDates.interval(plan.text("interval", "monthly"));
        PaidDays paid =
                PaidDays.whole(periodAt(in, unit, subscribed, due), UTC)
                        .from(planned)
                        .afterTrial(subscribed, days);
        Money full = eur(plan.firstDecimal("amount_cents", "plan_amount_cents").longValueExact());
        return Answer.of(
                "invoice_at", paid.first(), "amount_cents", cents(SubscriptionFee.of(full, paid)));
    }

    /** The whole period at a day, of a subscription that began on another. */
    private static BillingPeriod periodAt(
            Input in, PeriodUnit unit, LocalDate subscribed, LocalDate day) {
        String billingTime = in.text("billing_time", "calendar");
        if (billingTime.equals("calendar")) {
            return LagoDates.fullPeriod(billingTime, day, unit, UTC);
        }
        BillingSchedule schedule = LagoDates.schedule(billingTime, subscribed, unit, UTC);
        return schedule.period(schedule.indexAt(LagoUsage.startOf(day)));
    }

    private static Answer termination(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate ended = Words.requiredDate(in.text("terminated_at"));
        LocalDate began =
                Words.requiredDate(
                        in.firstText("upgraded_to_this_plan_at", "started_at", "subscription_at"));
        LocalDate subscribed = Words.requiredDate(in.text("subscription_at", began.toString()));
        PaidDays paid =
                PaidDays.whole(periodAt(in, unit, subscribed, ended), UTC)
                        .from(began)
                        .terminatedOn(ended);
        Money amount = SubscriptionFee.of(eur(in.whole("amount_cents")), paid);
        return Answer.of("subscription_fee_cents", cents(amount), "amount_cents", cents(amount));
    }

    private static List<FixedCharges.Held> held(List<Input> addOns) {
        return addOns.stream()
                .map(
                        addOn ->
                                new FixedCharges.Held(
                                        addOn.text("add_on"),
                                        Prices.flat(addOn.decimal("amount")),
                                        addOn.decimal("units")))
                .toList();
    }

    private static List<Long> feesCents(List<FixedCharges.Fee> fees) {
        return fees.stream().map(fee -> cents(fee.amount())).toList();
    }

    /**
     * Without an upgrade the fees of the plan; with one those of the new plan less what the old had
     * paid ahead.
     */
    private static Answer fixedInAdvance(Input in) {
        List<FixedCharges.Held> old = held(in.objects("old_plan"));
        LocalDate at = Words.requiredDate(in.firstText("upgrade_at", "at", "subscription_at"));
        Ratio rest = wholePeriod(in, PeriodUnit.MONTHLY, at).from(at).share();
        List<FixedCharges.Fee> fees =
                in.has("upgrade_at")
                        ? FixedCharges.upgradedAhead(old, held(in.objects("new_plan")), rest, EUR)
                        : FixedCharges.fees(old, rest, EUR);
        return Answer.of("fees_cents", feesCents(fees));
    }

    private static Answer fixedInArrears(Input in) {
        return in.has("period_days") ? addOnInArrears(in) : plansInArrears(in);
    }

    private static Answer addOnInArrears(Input in) {
        LocalDate started = Words.requiredDate(in.text("subscription_started"));
        BillingPeriod period = days(started.withDayOfMonth(1), in.whole("period_days"));
        FixedCharges.Held addOn =
                new FixedCharges.Held(
                        "add_on", Prices.flat(in.decimal("amount")), in.decimal("units"));
        Ratio share = PaidDays.whole(period, UTC).from(started).share();
        Money amount = FixedCharges.fees(List.of(addOn), share, EUR).getFirst().amount();
        return Answer.of(
                "amount_cents", cents(amount),
                "unit_amount_cents", cents(FixedCharges.unitAmount(amount, addOn.units())));
    }

    /** The old plan's days end with the day of the upgrade; the new plan's begin with it. */
    private static Answer plansInArrears(Input in) {
        LocalDate at = Words.requiredDate(in.text("upgrade_at"));
        PaidDays whole = wholePeriod(in, PeriodUnit.MONTHLY, at);
        LocalDate began = Words.requiredDate(in.text("subscription_at", whole.first().toString()));
        Ratio before = whole.from(began).terminatedOn(at).share();
        List<Long> newFees =
                feesCents(
                        FixedCharges.fees(
                                held(in.objects("new_plan")), whole.from(at).share(), EUR));
        return Answer.of(
                "old_plan_fees_cents",
                feesCents(FixedCharges.fees(held(in.objects("old_plan")), before, EUR)),
                "new_plan_fees_cents",
                newFees,
                "new_plan_fees_cents_on_" + whole.end(),
                newFees);
    }

    /** Units in advance: what is already paid for in the period is not charged again. */
    private static Answer unitsChange(Input in) {
        List<BigDecimal> levels = new ArrayList<>();
        levels.add(in.decimal("initial_units"));
        levels.addAll(in.decimals("changes"));
        List<PerEventRating.EventFee> fees =
                FixedCharges.levelsAhead(Prices.flat(in.decimal("unit_amount")), levels, EUR);
        return Answer.of(
                "invoice_amounts", fees.stream().map(fee -> cents(fee.amount())).toList(),
                "delta_units", fees.getLast().units());
    }

    private static Answer fixedGraduated(Input in) {
        FixedCharges.Held addOn =
                new FixedCharges.Held(
                        "add_on",
                        new PricingModel.Graduated(
                                Prices.lagoTiers(in.objects("graduated_ranges"))),
                        FixedCharges.unitsInArrears(in.decimals("units_events")));
        Money amount = FixedCharges.fees(List.of(addOn), Ratio.ONE, EUR).getFirst().amount();
        return Answer.of("amount_cents", cents(amount));
    }

    private static Answer planMinimum(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        String billingTime = in.text("billing_time", "calendar");
        Ratio share = Ratio.ONE;
        if (in.has("started_at") && billingTime.equals("calendar")) {
            LocalDate started = Words.requiredDate(in.text("started_at"));
            share = wholePeriod(in, unit, started).from(started).share();
        }
        List<Money> fees = new ArrayList<>();
        fees.add(SubscriptionFee.of(eur(in.whole("plan_amount_cents")), BigDecimal.ONE, share));
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
        Ratio share = shareOfPeriod(in);
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

    /**
     * "15 of 31 days", or days beside {@code period_days}; all of the period where none is named.
     */
    private static Ratio shareOfPeriod(Input in) {
        for (String name : in.names()) {
            boolean ofDays = name.endsWith("days") && !name.equals("period_days");
            if (ofDays && in.has("period_days")) {
                return Ratio.of(in.whole(name), in.whole("period_days"));
            }
            if (ofDays || name.equals("period")) {
                return Words.fraction(in.text(name));
            }
        }
        return Ratio.ONE;
    }
}

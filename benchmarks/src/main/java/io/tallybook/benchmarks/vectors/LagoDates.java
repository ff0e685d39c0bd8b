package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.LocalDays;
import io.tallybook.domain.time.PaidDays;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.SubscriptionTimeline;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lago: which period an invoice is for, and how its days are counted. */
final class LagoDates {
    private LagoDates() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("dates.weekly", in -> dates(in, PeriodUnit.WEEKLY));
        areas.put("dates.monthly", in -> dates(in, PeriodUnit.MONTHLY));
        areas.put("dates.quarterly", in -> dates(in, PeriodUnit.QUARTERLY));
        areas.put("dates.semiannual", in -> dates(in, PeriodUnit.HALF_YEARLY));
        areas.put("dates.yearly", in -> dates(in, PeriodUnit.ANNUAL));
        areas.put("dates.day_count", LagoDates::dayCount);
        areas.put("timezone", LagoDates::localWeek);
    }

    static ZoneId zone(Input in) {
        return ZoneId.of(in.text("timezone", "UTC"));
    }

    static PeriodUnit interval(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "weekly" -> PeriodUnit.WEEKLY;
            case "quarterly" -> PeriodUnit.QUARTERLY;
            case "semiannual" -> PeriodUnit.HALF_YEARLY;
            case "yearly" -> PeriodUnit.ANNUAL;
            case "monthly" -> PeriodUnit.MONTHLY;
            default ->
                    throw new IllegalArgumentException(
                            "input.interval: got \"" + name + "\", expected such as monthly");
        };
    }

    /** Lago's periods begin with a local day, whatever the time of day of the subscription. */
    static BillingSchedule schedule(
            String billingTime, LocalDate subscribed, PeriodUnit unit, ZoneId zone) {
        Instant start = subscribed.atStartOfDay(zone).toInstant();
        if (!billingTime.equals("calendar")) {
            return BillingSchedule.anniversary(start, zone, Cadence.of(unit));
        }
        // On a boundary the day before is the anchor's own neighbour, so that no period is skipped.
        return BillingSchedule.calendar(start, zone, Cadence.of(unit));
    }

    private static Answer dates(Input in, PeriodUnit unit) {
        if (in.has("timezone_change")) {
            return movedZone(in, unit);
        }
        ZoneId zone = zone(in);
        String billingTime = in.text("billing_time", "calendar");
        LocalDate subscribed = Words.requiredDate(in.text("subscription_at", SetUps.LONG_AGO));
        BillingSchedule schedule = schedule(billingTime, subscribed, unit, zone);
        Instant at =
                Words.instant(
                        in.text(
                                in.has("billing_at")
                                        ? "billing_at"
                                        : in.has("at") ? "at" : "started_at"),
                        zone);
        boolean running =
                in.is("pay_in_advance") || in.is("current_usage") || !in.has("billing_at");
        int index = Math.max(schedule.indexAt(at) - (running ? 0 : 1), 0);
        BillingPeriod charges = chargesPeriod(in, schedule, at, unit);
        BillingPeriod period = schedule.period(index);
        Instant to = lastSecond(period);
        Instant chargesTo = lastSecond(charges);
        if (in.has("terminated_at")) {
            Instant ended = Words.instant(in.text("terminated_at"), zone);
            period = schedule.period(schedule.indexAt(ended));
            LocalDate day = LocalDays.dateOf(ended, zone);
            to = day.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
            charges = period;
            chargesTo = ended;
        }
        Instant from = later(period.start(), in, zone);
        return Answer.of(
                "from_", from,
                "from", from,
                "to", to,
                "value", value(in, schedule, index, charges),
                "charges_from", later(charges.start(), in, zone),
                "charges_to", chargesTo,
                "fixed_charges_from", charges.start(),
                "fixed_charges_to", chargesTo);
    }

    private static Instant later(Instant start, Input in, ZoneId zone) {
        if (!in.has("started_at")) {
            return start;
        }
        LocalDate day = LocalDays.dateOf(Words.instant(in.text("started_at"), zone), zone);
        Instant began = day.atStartOfDay(zone).toInstant();
        return began.isAfter(start) ? began : start;
    }

    /** Usage is billed for the period that has ended, by months if the plan says so. */
    private static BillingPeriod chargesPeriod(
            Input in, BillingSchedule schedule, Instant at, PeriodUnit unit) {
        boolean monthly = in.is("bill_charges_monthly") || in.is("bill_fixed_charges_monthly");
        BillingSchedule charges =
                monthly && unit != PeriodUnit.MONTHLY
                        ? new BillingSchedule(
                                schedule.start(),
                                schedule.anchor(),
                                schedule.zone(),
                                Cadence.of(PeriodUnit.MONTHLY),
                                null)
                        : schedule;
        int index = charges.indexAt(at) - (in.is("current_usage") ? 0 : 1);
        return charges.period(Math.max(index, 0));
    }

    private static Answer ends(BillingPeriod period, String from, String to) {
        return Answer.of(from, period.start(), to, lastSecond(period));
    }

    /** Cases write the last second of a period that ends with a day. */
    private static Instant lastSecond(BillingPeriod period) {
        return period.end().minusSeconds(1);
    }

    private static Object value(
            Input in, BillingSchedule schedule, int index, BillingPeriod charges) {
        BillingPeriod period = schedule.period(index);
        return switch (in.text("method", "")) {
            case "single_day_price" ->
                    "amount_cents / " + LocalDays.touched(period, schedule.zone());
            case "previous_beginning_of_period" ->
                    in.is("current_period")
                            ? period.start()
                            : schedule.period(Math.max(index - 1, 0)).start();
            case "charges_duration_in_days", "duration_in_days" ->
                    LocalDays.touched(charges, schedule.zone());
            default -> lastSecond(period);
        };
    }

    /**
     * "Asia/Tokyo -> America/Los_Angeles during Feb 2022": the period that was running is billed in
     * the next month.
     */
    private static Answer movedZone(Input in, PeriodUnit unit) {
        String[] words = in.text("timezone_change").split(" ", -1);
        ZoneId before = ZoneId.of(words[0]);
        ZoneId after = ZoneId.of(words[2]);
        YearMonth month =
                YearMonth.of(
                        Integer.parseInt(words[words.length - 1]),
                        Words.month(
                                in.text("timezone_change")
                                        .substring(in.text("timezone_change").indexOf("during"))));
        LocalDate subscribed = Words.requiredDate(in.text("subscription_at", SetUps.LONG_AGO));
        BillingSchedule schedule = schedule(in.text("billing_time"), subscribed, unit, before);
        Instant moved = month.atDay(15).atStartOfDay(before).toInstant();
        List<BillingPeriod> periods =
                new ArrayList<>(
                        SubscriptionTimeline.of(schedule)
                                .movedTo(after, moved)
                                .periodsUntil(moved));
        BillingPeriod running = periods.getLast();
        return ends(running, "charges_from", "charges_to")
                .with("from_", running.start())
                .with("to", lastSecond(running));
    }

    private static Answer dayCount(Input in) {
        ZoneId zone = zone(in);
        return Answer.of(
                "days",
                LocalDays.begun(
                        Words.instant(in.text("from"), zone),
                        Words.instant(in.text("to"), zone),
                        zone));
    }

    /** A plan in advance that begins now: the rest of its first period by the customer's days. */
    private static Answer localWeek(Input in) {
        ZoneId zone = zone(in);
        Input plan = in.object("plan");
        Instant now = Words.instant(in.text("now"), ZoneOffset.UTC);
        LocalDate today = LocalDays.dateOf(now, zone);
        PeriodUnit unit = interval(plan.text("interval", "monthly"));
        BillingPeriod period = fullPeriod(in.text("billing_time", "calendar"), today, unit, zone);
        Money amount =
                SubscriptionFee.of(
                        Money.ofMinor(plan.whole("amount_cents"), LagoCharges.EUR),
                        PaidDays.whole(period, zone).from(today));
        return Answer.of("total_amount_cents", amount.minor(), "amount_cents", amount.minor());
    }

    /** The whole period that a day lies in, also where the subscription began within it. */
    static BillingPeriod fullPeriod(
            String billingTime, LocalDate day, PeriodUnit unit, ZoneId zone) {
        if (!billingTime.equals("calendar")) {
            return schedule(billingTime, day, unit, zone).period(0);
        }
        // The calendar's boundaries do not depend on when a subscription began.
        BillingSchedule since = schedule(billingTime, day.minusYears(2), unit, zone);
        return since.period(since.indexAt(day.atStartOfDay(zone).toInstant()));
    }
}

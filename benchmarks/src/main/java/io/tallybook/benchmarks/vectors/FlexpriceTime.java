package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.InvoiceTiming;
import io.tallybook.domain.time.LineCadence;
import io.tallybook.domain.time.LocalDays;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.Proration;
import io.tallybook.domain.time.ProrationRule;
import io.tallybook.domain.time.Windows;
import io.tallybook.domain.wallet.GrantShare;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Flexprice: billing dates, windows, cadences and proration. */
final class FlexpriceTime {
    private FlexpriceTime() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("next_billing_date", FlexpriceTime::nextBillingDate);
        areas.put("calendar_anchor", FlexpriceTime::calendarAnchor);
        areas.put("window.bucket_starts", FlexpriceTime::bucketStarts);
        areas.put("proration.day_based", FlexpriceTime::proration);
        areas.put("proration.second_based", FlexpriceTime::proration);
        areas.put("proration.days", FlexpriceTime::days);
        areas.put("credit_grant.proration", FlexpriceTime::grant);
        areas.put("multi_cadence", FlexpriceTime::multiCadence);
        areas.put("multi_cadence.match", FlexpriceTime::cadenceMatch);
    }

    private static PeriodUnit unit(Input in) {
        return PeriodUnit.valueOf(in.text("period"));
    }

    private static Answer nextBillingDate(Input in) {
        String start = in.text("current_period_start");
        String where = in.text("evaluated_in", "UTC");
        ZoneId own = Words.zoneOf(start, ZoneOffset.UTC);
        ZoneId zone = where.contains("location") ? own : Words.zoneOf(where, ZoneOffset.UTC);
        BillingSchedule schedule =
                new BillingSchedule(
                        Words.instant(start, own),
                        Words.instant(in.text("billing_anchor"), own),
                        zone,
                        new Cadence(unit(in), in.whole("unit", 1)),
                        null);
        String end = in.text("subscription_end_date", "nil");
        BillingSchedule bounded =
                Words.date(end).isPresent() ? schedule.endingAt(Words.instant(end, own)) : schedule;
        return Answer.of("result", bounded.period(0).end());
    }

    private static Answer calendarAnchor(Input in) {
        String start = in.text("start_date");
        ZoneId zone = ZoneId.of(in.text("timezone", Words.zoneOf(start, ZoneOffset.UTC).getId()));
        return Answer.of(
                "result",
                BillingSchedule.calendarAnchor(Words.instant(start, zone), zone, unit(in)));
    }

    private static Answer bucketStarts(Input in) {
        ZoneId zone = ZoneId.of(in.text("timezone", "UTC"));
        Instant start = Words.instant(in.text("start"), zone);
        Instant end = Words.instant(in.text("end"), zone);
        Instant anchor =
                in.has("billing_anchor") ? Words.instant(in.text("billing_anchor"), zone) : start;
        Windows windows = new Windows(FlexpricePrices.window(in.text("window")), zone, anchor);
        List<Instant> starts = new ArrayList<>();
        windows.covering(new BillingPeriod(start, end))
                .forEach(window -> starts.add(window.start()));
        return Answer.of("starts", starts, "count", starts.size());
    }

    private static Answer proration(Input in) {
        ZoneId zone = ZoneId.of(in.text("timezone", "UTC"));
        boolean byDay = in.text("strategy", "day_based").equals("day_based");
        List<String> ends = in.ends("period");
        Instant start = Words.instant(ends.get(0), zone);
        Instant last = Words.instant(ends.get(1), zone);
        // By days the named end is the last day and belongs to the period.
        Instant end =
                byDay
                        ? LocalDays.dateOf(last, zone).plusDays(1).atStartOfDay(zone).toInstant()
                        : last;
        String when = in.text(in.has("proration_date") ? "proration_date" : "effective");
        Instant at = when.contains("last second") ? end.minusSeconds(1) : Words.instant(when, zone);
        ProrationRule rule = byDay ? ProrationRule.DAYS : ProrationRule.SECONDS_TO_LAST;
        Ratio remaining = rule.remaining(new BillingPeriod(start, end), at, zone);
        Proration.Settlement settled =
                Proration.settle(change(in), remaining, FlexpricePrices.currency(in));
        // The second-based cases state a credit by its size, the day-based ones by what it does to
        // the bill.
        Money credit = byDay ? settled.credit() : settled.credit().negated();
        return Answer.of(
                "credit",
                credit,
                "charge",
                settled.charge(),
                "net",
                settled.net(),
                "coefficient",
                remaining);
    }

    private static Proration.Change change(Input in) {
        BigDecimal unit = in.decimal("unit_price", "0");
        BigDecimal quantity = in.decimal("quantity", "1");
        String action = in.text("action", "");
        BigDecimal full = unit.multiply(quantity);
        BigDecimal oldCost = cost(in, "old", unit, quantity);
        BigDecimal newCost = cost(in, "new", unit, quantity);
        return switch (action) {
            case "add_item" ->
                    new Proration.Change(
                            BigDecimal.ZERO,
                            newCost.signum() == 0 ? full : newCost,
                            new Proration.CreditLimit.NothingPaid());
            case "remove_item", "cancellation", "cancel" ->
                    new Proration.Change(
                            oldCost.signum() == 0 ? full : oldCost,
                            BigDecimal.ZERO,
                            limit(in, action));
            default -> new Proration.Change(oldCost, newCost, limit(in, action));
        };
    }

    private static BigDecimal cost(Input in, String side, BigDecimal unit, BigDecimal quantity) {
        BigDecimal price =
                in.decimalIfAny(side + "_unit")
                        .or(() -> in.decimalIfAny(side + "_unit_price"))
                        .orElse(unit);
        BigDecimal count =
                in.decimalIfAny(side + "_qty")
                        .or(() -> in.decimalIfAny(side + "_quantity"))
                        .orElse(quantity);
        return price.multiply(count);
    }

    private static Proration.CreditLimit limit(Input in, String action) {
        if (in.has("pay_in_advance") && !in.is("pay_in_advance")) {
            return new Proration.CreditLimit.NothingPaid();
        }
        boolean bounded = in.has("original_amount_paid") || in.has("billed_amount");
        if (action.equals("quantity_change") || !bounded) {
            return new Proration.CreditLimit.Unlimited();
        }
        return new Proration.CreditLimit.UpTo(
                Money.of(
                        in.firstDecimal("original_amount_paid", "billed_amount"),
                        FlexpricePrices.currency(in)),
                Money.of(
                        in.decimalIfAny("previous_credits")
                                .orElse(in.decimal("previous_credits_issued", "0")),
                        FlexpricePrices.currency(in)));
    }

    private static Answer days(Input in) {
        ZoneId zone = ZoneId.of(in.text("tz", "UTC"));
        return Answer.of(
                "days",
                LocalDays.between(
                        Words.instant(in.text("start"), zone),
                        Words.instant(in.text("end"), zone),
                        zone));
    }

    private static Answer grant(Input in) {
        List<String> ends = in.ends("period");
        ZoneId zone = ZoneId.of(in.text("timezone", "UTC"));
        Instant start = Words.instant(ends.get(0), zone);
        Instant end = Words.instant(ends.get(1), zone);
        Instant at = Words.instant(in.text("proration_date"), zone);
        if (in.text("strategy", "second_based").equals("day_based")) {
            Ratio share = ProrationRule.DAYS.remaining(new BillingPeriod(start, end), at, zone);
            return Answer.of("credits", GrantShare.of(in.decimal("credits"), share));
        }
        return Answer.of("credits", GrantShare.of(in.decimal("credits"), start, end, at));
    }

    private static Answer multiCadence(Input in) {
        Instant start = Words.instant(in.text("start"), ZoneOffset.UTC);
        BillingSchedule invoices =
                BillingSchedule.anniversary(
                        start,
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.valueOf(in.text("sub_period"))));
        List<BigDecimal> totals = new ArrayList<>();
        Instant yearEnd =
                LocalDays.dateOf(start, ZoneOffset.UTC)
                        .plusYears(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        for (int n = 0; invoices.period(n).start().isBefore(yearEnd); n++) {
            BigDecimal total = BigDecimal.ZERO;
            for (String name : in.names()) {
                if (name.startsWith("lines_") && in.isObject(name)) {
                    InvoiceTiming timing =
                            name.endsWith("advance") ? InvoiceTiming.ADVANCE : InvoiceTiming.ARREAR;
                    total = total.add(due(in.object(name), timing, start, invoices.period(n)));
                }
            }
            totals.add(total);
        }
        return Answer.of("invoice_totals_jan_to_dec", totals, "invoice_totals", totals);
    }

    private static BigDecimal due(
            Input lines, InvoiceTiming timing, Instant start, BillingPeriod invoiced) {
        BigDecimal total = BigDecimal.ZERO;
        for (String unit : lines.names()) {
            BillingSchedule line =
                    BillingSchedule.anniversary(
                            start, ZoneOffset.UTC, Cadence.of(PeriodUnit.valueOf(unit)));
            int periods = LineCadence.periodsOn(line, invoiced, timing).size();
            total = total.add(lines.decimal(unit).multiply(BigDecimal.valueOf(periods)));
        }
        return total;
    }

    private static Answer cadenceMatch(Input in) {
        String period = in.text("line_period");
        String[] words = period.split(" ", -1);
        int year = 2026;
        LocalDate from =
                Words.date(period)
                        .orElseGet(
                                () -> {
                                    Month month =
                                            period.contains("from")
                                                    ? Words.month(
                                                            period.substring(
                                                                    period.indexOf("from")))
                                                    : Month.JANUARY;
                                    return LocalDate.of(year, month, Math.max(1, lastWhole(words)));
                                });
        BillingSchedule line =
                BillingSchedule.anniversary(
                        from.atStartOfDay().toInstant(ZoneOffset.UTC),
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.valueOf(words[0].toUpperCase(Locale.ROOT))));
        YearMonth month = YearMonth.of(from.getYear(), Words.month(in.text("invoice_window")));
        BillingPeriod window =
                new BillingPeriod(
                        month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
                        month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        InvoiceTiming timing = InvoiceTiming.valueOf(in.text("invoice_cadence"));
        return Answer.of("included", !LineCadence.periodsOn(line, window, timing).isEmpty());
    }

    private static int lastWhole(String[] words) {
        String last = words[words.length - 1];
        return last.chars().allMatch(Character::isDigit) && !last.isEmpty()
                ? Integer.parseInt(last)
                : 1;
    }
}

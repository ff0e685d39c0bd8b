package io.tallybook.domain.entitlement;

import io.tallybook.domain.entitlement.Allowance.Usage;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.Stretches;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.time.Windows;
import io.tallybook.domain.usage.Aggregator;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.TimeWindow;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows within which an allowance is granted, in the customer's zone.
 *
 * <p>Hours begin with the hour, days at local midnight and weeks on Monday; several of them are
 * counted from the one in which the subscription began; months, quarters, halves and years on the
 * day of the month on which the subscription began, cut to short months.
 *
 * @param subscribed when the subscription began
 */
public record AllowanceWindows(Renewal renewal, Instant subscribed, ZoneId zone) {

    /**
     * Errors: IllegalArgumentException for several billing periods, which the subscription's own
     * schedule knows; and for windows that begin with a use, which only {@link FirstUse} knows.
     */
    public AllowanceWindows {
        if (renewal.opening() == Renewal.Opening.FIRST_USE) {
            throw new IllegalArgumentException(
                    "allowance windows: got " + renewal + ", expected windows that follow time");
        }
        if (renewal.unit() == Reset.BILLING_PERIOD && renewal.count() > 1) {
            throw new IllegalArgumentException(
                    "allowance windows: got " + renewal + ", expected one billing period");
        }
    }

    /**
     * The windows that share time with a billing period, whole, in order; the first may begin
     * before it, the last end after it. Without a reset it is one window, from the subscription's
     * start to the period's end.
     */
    public List<BillingPeriod> over(BillingPeriod period) {
        return switch (renewal.unit()) {
            case BILLING_PERIOD -> List.of(period);
            case NEVER -> List.of(new BillingPeriod(subscribed, period.end()));
            case HOUR -> calendar(WindowSize.HOUR, period);
            case DAY -> calendar(WindowSize.DAY, period);
            case WEEK -> calendar(WindowSize.WEEK, period);
            case MONTH -> since(PeriodUnit.MONTHLY, period);
            case QUARTER -> since(PeriodUnit.QUARTERLY, period);
            case HALF_YEAR -> since(PeriodUnit.HALF_YEARLY, period);
            case YEAR -> since(PeriodUnit.ANNUAL, period);
        };
    }

    private List<BillingPeriod> calendar(WindowSize size, BillingPeriod period) {
        if (renewal.count() == 1) {
            return new Windows(size, zone, subscribed).covering(period);
        }
        Stretches stretches = new Stretches(size, renewal.count(), zone, subscribed);
        List<BillingPeriod> windows = new ArrayList<>();
        BillingPeriod window = stretches.at(period.start());
        while (window.start().isBefore(period.end())) {
            windows.add(window);
            window = stretches.at(window.end());
        }
        return windows;
    }

    private List<BillingPeriod> since(PeriodUnit unit, BillingPeriod period) {
        BillingSchedule schedule =
                BillingSchedule.anniversary(subscribed, zone, new Cadence(unit, renewal.count()));
        List<BillingPeriod> windows = new ArrayList<>();
        int n = schedule.indexAt(period.start());
        BillingPeriod window = schedule.period(n);
        while (window.start().isBefore(period.end())) {
            windows.add(window);
            n++;
            window = schedule.period(n);
        }
        return windows;
    }

    /**
     * What a period bills beyond an allowance.
     *
     * <p>In each window: what exceeds the allowance by the end of the period, less what had
     * exceeded it before the period began, so that a window that runs over the end of a period is
     * granted once and billed once. Shapes: {@code events} of the meter from the first window's
     * start on, in any order. Guarantee: the periods of a subscription together bill what its
     * windows exceed. Source: docs/conventions.md#allowances.
     */
    public BigDecimal billable(
            Limit limit, MeterDefinition meter, List<UsageEvent> events, BillingPeriod period) {
        BigDecimal billable = BigDecimal.ZERO;
        for (BillingPeriod window : over(period)) {
            BigDecimal before = read(meter, events, window, earlier(window.end(), period.start()));
            BigDecimal since = read(meter, events, window, earlier(window.end(), period.end()));
            billable = billable.add(Allowance.billable(limit, new Usage.Lifetime(since, before)));
        }
        return billable;
    }

    private BigDecimal read(
            MeterDefinition meter, List<UsageEvent> events, BillingPeriod window, Instant until) {
        if (!window.start().isBefore(until)) {
            return BigDecimal.ZERO;
        }
        TimeWindow read = new TimeWindow(window.start(), until, zone);
        return Aggregator.read(meter, events, MeteredPeriod.whole(read)).quantity();
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.domain.entitlement.Renewal;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.Stretches;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.time.Windows;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * The stretches of time in each of which an allowance of a subscription begins anew.
 *
 * <p>All are in the customer's time zone and none begins before the subscription does. Hours begin
 * with the hour, days at midnight and weeks on Monday, several of them counted from the one in
 * which the subscription began, and several billing periods from the first; months and longer ones
 * are counted from the subscription's billing anchor, or begin with the calendar's where the
 * subscription follows that. What never begins anew is one stretch without an end. Windows tile
 * time, so that an invoice, a limit that is checked and the next reset that is shown speak of the
 * same ones. Those that begin with a use follow each other within a billing period, and each is
 * taken together with the time before it in which nothing was used.
 */
public final class AllowanceWindows {
    /** The end of what has none. */
    public static final Instant NEVER = Instant.parse("2999-12-31T23:59:59Z");

    private AllowanceWindows() {}

    /**
     * The window that contains a moment.
     *
     * <p>Errors: IllegalArgumentException for a moment before the subscription's start, and for
     * windows that begin with a use, of which {@link #opening} asks.
     */
    public static BillingPeriod at(SubscriptionTerms terms, Renewal renewal, Instant moment) {
        if (opensWithUse(renewal)) {
            throw new IllegalArgumentException(
                    "allowance window at " + moment + ": " + renewal + " depends on what was used");
        }
        if (moment.isBefore(terms.startDate())) {
            throw new IllegalArgumentException(
                    "allowance window at "
                            + moment
                            + ": expected a moment from the start of the subscription on, "
                            + terms.startDate());
        }
        return switch (renewal.unit()) {
            case HOUR -> begun(terms, calendar(terms, WindowSize.HOUR, renewal, moment));
            case DAY -> begun(terms, calendar(terms, WindowSize.DAY, renewal, moment));
            case WEEK -> begun(terms, calendar(terms, WindowSize.WEEK, renewal, moment));
            case BILLING_PERIOD -> billingPeriods(terms, renewal.count(), moment);
            case MONTH -> at(schedule(terms, PeriodUnit.MONTHLY, renewal), moment);
            case QUARTER -> at(schedule(terms, PeriodUnit.QUARTERLY, renewal), moment);
            case HALF_YEAR -> at(schedule(terms, PeriodUnit.HALF_YEARLY, renewal), moment);
            case YEAR -> at(schedule(terms, PeriodUnit.ANNUAL, renewal), moment);
            case NEVER -> new BillingPeriod(terms.startDate(), NEVER);
        };
    }

    /**
     * What is read of a meter in one of these windows: every event, its shares and days taken in
     * the customer's time zone, as an invoice takes them.
     */
    public static ReadingRequest reading(
            SubscriptionTerms terms,
            MeterDefinition meter,
            String externalCustomerId,
            BillingPeriod window) {
        return new ReadingRequest(
                meter,
                externalCustomerId,
                window,
                EventSelection.ALL,
                meter.needsBasis()
                        ? new ReadingBasis(window, terms.timezone(), terms.billingAnchor())
                        : null,
                terms.sharers());
    }

    /** Whether it has to be asked what was used before the windows are known. */
    public static boolean opensWithUse(Renewal renewal) {
        return renewal.opening() == Renewal.Opening.FIRST_USE;
    }

    /** What has to be asked to know the windows of the billing period that contains a moment. */
    public static OpeningRequest opening(
            SubscriptionTerms terms, Renewal renewal, ReadingRequest usage, Instant moment) {
        return new OpeningRequest(
                usage.during(billingPeriods(terms, 1, moment)),
                FirstUse.of(renewal, ZoneId.of(terms.timezone())));
    }

    /**
     * What has to be asked to know the windows that share time with a period: one request for each
     * billing period that it has a part of, in order; none unless windows begin with a use.
     */
    public static List<OpeningRequest> openings(
            SubscriptionTerms terms, Renewal renewal, ReadingRequest usage, BillingPeriod period) {
        List<OpeningRequest> requests = new ArrayList<>();
        Instant start = period.start();
        while (opensWithUse(renewal) && start.isBefore(period.end())) {
            OpeningRequest request = opening(terms, renewal, usage, start);
            requests.add(request);
            start = request.usage().period().end();
        }
        return List.copyOf(requests);
    }

    /**
     * All windows that share time with a period, whole, in order. Errors: IllegalArgumentException
     * for windows that begin with a use.
     */
    public static List<BillingPeriod> covering(
            SubscriptionTerms terms, Renewal renewal, BillingPeriod period) {
        List<BillingPeriod> windows = new ArrayList<>();
        BillingPeriod window = at(terms, renewal, period.start());
        windows.add(window);
        while (window.end().isBefore(period.end())) {
            window = at(terms, renewal, window.end());
            windows.add(window);
        }
        return List.copyOf(windows);
    }

    private static BillingPeriod at(BillingSchedule schedule, Instant moment) {
        return schedule.period(schedule.indexAt(moment));
    }

    private static BillingPeriod calendar(
            SubscriptionTerms terms, WindowSize size, Renewal renewal, Instant moment) {
        ZoneId zone = ZoneId.of(terms.timezone());
        return renewal.count() == 1
                ? new Windows(size, zone, terms.billingAnchor()).at(moment)
                : new Stretches(size, renewal.count(), zone, terms.startDate()).at(moment);
    }

    private static BillingPeriod begun(SubscriptionTerms terms, BillingPeriod window) {
        return window.start().isBefore(terms.startDate())
                ? new BillingPeriod(terms.startDate(), window.end())
                : window;
    }

    // An end cuts what is billed, and not what may be used until then.
    private static BillingPeriod billingPeriods(
            SubscriptionTerms terms, int count, Instant moment) {
        SubscriptionPeriods periods = SubscriptionPeriods.endless(terms);
        int first = periods.indexAt(moment) / count * count;
        return new BillingPeriod(
                periods.period(first).start(), periods.period(first + count - 1).end());
    }

    private static BillingSchedule schedule(
            SubscriptionTerms terms, PeriodUnit unit, Renewal renewal) {
        ZoneId zone = ZoneId.of(terms.timezone());
        boolean own = terms.billingPeriod() == unit && terms.billingPeriodCount() == 1;
        Instant anchor =
                switch (terms.billingCycle()) {
                    case ANNIVERSARY -> terms.billingAnchor();
                    case CALENDAR ->
                            own
                                    ? terms.billingAnchor()
                                    : BillingSchedule.calendarAnchor(terms.startDate(), zone, unit);
                };
        return new BillingSchedule(
                terms.startDate(), anchor, zone, new Cadence(unit, renewal.count()), null);
    }
}

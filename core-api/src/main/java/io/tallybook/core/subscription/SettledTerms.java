package io.tallybook.core.subscription;

import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Trial;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Terms as they hold once a subscription begins by them. */
public final class SettledTerms {
    private SettledTerms() {}

    /** The terms as they will hold, in the zone that they name; it has to be one that there is. */
    public static SubscriptionTerms of(SubscriptionTerms terms) {
        return of(terms, ZoneId.of(terms.timezone()));
    }

    /**
     * The terms as they will hold: the zone by its full name, with the calendar cycle the anchor
     * that the calendar gives, and after a trial the periods that are counted from its end.
     */
    public static SubscriptionTerms of(SubscriptionTerms terms, ZoneId zone) {
        Instant charged = chargedFrom(terms, zone);
        Instant anchor = anchor(terms, terms.startDate(), charged, zone);
        SubscriptionTerms settled = terms.beginning(terms.startDate(), anchor, zone.getId());
        return charged.equals(terms.startDate())
                ? settled
                : settled.with(new Course(charged, List.of()));
    }

    /**
     * By what periods are counted once charging begins at another moment; an anchor that was agreed
     * by itself stays.
     *
     * @param before when charging was to begin
     */
    static Instant anchor(SubscriptionTerms terms, Instant before, Instant charged, ZoneId zone) {
        return switch (terms.billingCycle()) {
            case ANNIVERSARY ->
                    terms.billingAnchor().equals(before) ? charged : terms.billingAnchor();
            case CALENDAR -> BillingSchedule.calendarAnchor(charged, zone, terms.billingPeriod());
        };
    }

    /** The first moment that is charged: the end of the trial, or the start without one. */
    public static Instant chargedFrom(SubscriptionTerms terms, ZoneId zone) {
        Integer days = terms.arranged().trialDays();
        Instant end = terms.arranged().trialEnd();
        if (end != null) {
            return end.isBefore(terms.startDate()) ? terms.startDate() : end;
        }
        return days == null
                ? terms.startDate()
                : Trial.ofDays(terms.startDate(), zone, days)
                        .map(trial -> trial.period().end())
                        .orElse(terms.startDate());
    }
}

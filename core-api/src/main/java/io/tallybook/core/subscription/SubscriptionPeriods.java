package io.tallybook.core.subscription;

import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The periods of a subscription, numbered from 0 through trial and pauses.
 *
 * <p>A trial is period 0. Guarantee: periods tile the subscription's life. Source: docs/time.md
 *
 * @param end where it ends; absent where that does not matter
 */
public record SubscriptionPeriods(SubscriptionTerms terms, @Nullable Instant end) {

    /** As agreed. */
    public static SubscriptionPeriods of(SubscriptionTerms terms) {
        return new SubscriptionPeriods(terms, terms.endDate());
    }

    /** As if it never ended. */
    public static SubscriptionPeriods endless(SubscriptionTerms terms) {
        return new SubscriptionPeriods(terms, null);
    }

    /** Errors: IndexOutOfBoundsException if there is none of this number; see {@link #has}. */
    public BillingPeriod period(int index) {
        if (index == 0 && trial().isPresent()) {
            return trial().get();
        }
        return charged().period(index - trials());
    }

    /** Whether a period of this number begins before the end. */
    public boolean has(int index) {
        return index >= 0 && (index < trials() || charged().has(index - trials()));
    }

    /**
     * The number of the period that contains a moment.
     *
     * <p>Errors: IllegalArgumentException if it lies before the start.
     */
    public int indexAt(Instant moment) {
        return trial().isPresent() && moment.isBefore(chargedFrom())
                ? 0
                : charged().indexAt(moment) + trials();
    }

    /** When charging begins: after the trial, if there is one. */
    public Instant chargedFrom() {
        return Objects.requireNonNullElse(course().trialEnd(), terms.startDate());
    }

    /** The trial. */
    public Optional<BillingPeriod> trial() {
        return Optional.ofNullable(course().trialEnd())
                .map(until -> new BillingPeriod(terms.startDate(), until));
    }

    /** What is charged, by another cadence and anchor than the subscription's. */
    public PausedSchedule charged(Cadence cadence, Instant anchor) {
        ZoneId zone = ZoneId.of(terms.timezone());
        var schedule = new BillingSchedule(chargedFrom(), anchor, zone, cadence, null);
        return new PausedSchedule(schedule, course().pauses(), end);
    }

    private PausedSchedule charged() {
        return charged(
                new Cadence(terms.billingPeriod(), terms.billingPeriodCount()),
                terms.billingAnchor());
    }

    private int trials() {
        return course().trialEnd() == null ? 0 : 1;
    }

    private Course course() {
        return Objects.requireNonNullElse(terms.course(), Course.STRAIGHT);
    }
}

package io.tallybook.core.subscription;

import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.Cadence;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The periods of a subscription, numbered from 0 through trial and pauses.
 *
 * <p>A trial is period 0. Guarantee: periods tile the subscription's life. Source: docs/time.md
 *
 * @param end where it ends; absent where that does not matter
 */
public record SubscriptionPeriods(PeriodRule rule, @Nullable Instant end) {
    public SubscriptionPeriods(SubscriptionTerms terms, @Nullable Instant end) {
        this(PeriodRule.of(terms), end);
    }

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
        return rule.chargedFrom();
    }

    /** The trial. */
    public Optional<BillingPeriod> trial() {
        return Optional.ofNullable(rule.trialEnd())
                .map(until -> new BillingPeriod(rule.startDate(), until));
    }

    /** What is charged, by another cadence and anchor than the subscription's. */
    public PausedSchedule charged(Cadence cadence, Instant anchor) {
        return rule.charged(cadence, anchor, end);
    }

    private PausedSchedule charged() {
        return rule.charged(end);
    }

    private int trials() {
        return rule.trialEnd() == null ? 0 : 1;
    }
}

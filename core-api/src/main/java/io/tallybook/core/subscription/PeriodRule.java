package io.tallybook.core.subscription;

import io.tallybook.core.subscription.Course.Pause;
import io.tallybook.domain.time.BillingSchedule;
import io.tallybook.domain.time.Cadence;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what the periods of a subscription follow from each other.
 *
 * @param billingAnchor the moment from which every period is counted
 * @param timezone the IANA zone in which periods are computed
 * @param trialEnd until when nothing is charged; absent without a trial
 * @param pauses in order of time
 */
public record PeriodRule(
        Instant startDate,
        Instant billingAnchor,
        PeriodUnit billingPeriod,
        int billingPeriodCount,
        String timezone,
        @Nullable Instant trialEnd,
        List<Pause> pauses) {
    public PeriodRule {
        pauses = List.copyOf(pauses);
    }

    static PeriodRule of(SubscriptionTerms terms) {
        return new PeriodRule(
                terms.startDate(),
                terms.billingAnchor(),
                terms.billingPeriod(),
                terms.billingPeriodCount(),
                terms.timezone(),
                terms.coursed().trialEnd(),
                terms.coursed().pauses());
    }

    /** When charging begins: after the trial, if there is one. */
    Instant chargedFrom() {
        return Objects.requireNonNullElse(trialEnd, startDate);
    }

    /** The periods as agreed, as far as an end. */
    PausedSchedule charged(@Nullable Instant end) {
        return charged(new Cadence(billingPeriod, billingPeriodCount), billingAnchor, end);
    }

    PausedSchedule charged(Cadence cadence, Instant anchor, @Nullable Instant end) {
        var schedule =
                new BillingSchedule(chargedFrom(), anchor, ZoneId.of(timezone), cadence, null);
        return new PausedSchedule(schedule, pauses, end);
    }
}

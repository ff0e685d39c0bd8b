package io.tallybook.core.subscription;

import io.tallybook.core.Rejection;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** How a trial comes to end at another moment than was agreed. */
public final class ChangeOfTrial {
    /** The longest that a trial may be. */
    public static final int DAYS_MAX = 3_650;

    private static final String FIELD = "new_trial_end";

    private ChangeOfTrial() {}

    /**
     * The change, for the trial that is open: what comes after it is counted from its new end.
     *
     * @param trial the open period
     */
    public static SubscriptionEvent.TrialChanged of(
            SubscriptionId id, SubscriptionTerms terms, BillingPeriod trial, Instant trialEnd) {
        return new SubscriptionEvent.TrialChanged(
                id,
                trial,
                new BillingPeriod(trial.start(), trialEnd),
                SettledTerms.anchor(terms, trial.end(), trialEnd, ZoneId.of(terms.timezone())));
    }

    /**
     * Why it cannot be; empty if it can.
     *
     * @param index the number of the open period
     * @param open the open period
     */
    public static Optional<Rejection> broken(
            SubscriptionTerms terms,
            int index,
            BillingPeriod open,
            SubscriptionCommand.ChangeTrial change) {
        Instant at = change.at();
        boolean trying = index == 0 && SubscriptionPeriods.of(terms).trial().isPresent();
        if (!trying || !at.isBefore(open.end())) {
            return Optional.of(
                    Rejection.invalidOperation(
                            "subscription '%s' is in no trial at %s"
                                    .formatted(change.subscriptionId(), at)));
        }
        return expected(terms, open, at, change.trialEnd())
                .map(expected -> Rejection.field(FIELD, "" + change.trialEnd(), expected));
    }

    private static Optional<String> expected(
            SubscriptionTerms terms, BillingPeriod open, Instant at, Instant end) {
        Instant latest = terms.startDate().plus(Duration.ofDays(DAYS_MAX));
        Instant endDate = terms.endDate();
        if (end.isBefore(at) || !end.isAfter(open.start())) {
            return Optional.of(
                    "a moment that is not before now, %s, and after the start, %s"
                            .formatted(at, open.start()));
        }
        if (end.isAfter(latest)) {
            return Optional.of("at most %d days after the start, %s".formatted(DAYS_MAX, latest));
        }
        return endDate == null || end.isBefore(endDate)
                ? Optional.empty()
                : Optional.of("a moment before the end date, " + endDate);
    }
}

package io.tallybook.core.subscription;

import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One pause of a subscription, and what became of it.
 *
 * @param broken the period that was open when it began, as it was until then
 * @param endedAt when it ended, or was given up; absent while neither has happened
 */
public record SubscriptionPause(
        PauseOrder order,
        Status status,
        @Nullable BillingPeriod broken,
        @Nullable Instant endedAt,
        @Nullable ResumeMode resumed) {

    /** Where a pause stands. */
    public enum Status {
        SCHEDULED,
        ACTIVE,
        COMPLETED,
        CANCELLED
    }

    public static SubscriptionPause scheduled(PauseOrder order) {
        return new SubscriptionPause(order, Status.SCHEDULED, null, null, null);
    }

    public static SubscriptionPause active(PauseOrder order, BillingPeriod broken) {
        return new SubscriptionPause(order, Status.ACTIVE, broken, null, null);
    }

    /** The same, given up before it began. */
    public SubscriptionPause withdrawn(Instant at) {
        return new SubscriptionPause(order, Status.CANCELLED, broken, at, null);
    }

    /**
     * The same, over.
     *
     * @param how absent where the subscription ended with it
     */
    public SubscriptionPause ended(Instant at, @Nullable ResumeMode how) {
        return new SubscriptionPause(order, Status.COMPLETED, broken, at, how);
    }
}

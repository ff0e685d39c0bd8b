package io.tallybook.core.subscription;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription.
 *
 * @param currentPeriod the open period, or the last one of a cancelled subscription
 * @param cancelAt when it ends or ended by a cancellation
 * @param cancellationType how it was cancelled; absent while nobody has
 * @param cancelRequestedAt when somebody cancelled it
 */
public record SubscriptionView(
        SubscriptionId id,
        Scope scope,
        SubscriptionTerms terms,
        Status status,
        int periodIndex,
        BillingPeriod currentPeriod,
        @Nullable CancellationType cancellationType,
        @Nullable Instant cancelRequestedAt,
        @Nullable Instant cancelAt,
        Stamp stamp)
        implements View {
    /** The same, as if other terms had been agreed. */
    public SubscriptionView agreeing(SubscriptionTerms others) {
        return new SubscriptionView(
                id,
                scope,
                others,
                status,
                periodIndex,
                currentPeriod,
                cancellationType,
                cancelRequestedAt,
                cancelAt,
                stamp);
    }

    /** Where a subscription stands. */
    public enum Status {
        DRAFT,
        TRIALING,
        ACTIVE,
        CANCELLED;

        /** Whether it is served. */
        public boolean isRunning() {
            return switch (this) {
                case TRIALING, ACTIVE -> true;
                case DRAFT, CANCELLED -> false;
            };
        }
    }

    /** The names of those stages in which a subscription is served. */
    public static final List<String> RUNNING =
            Arrays.stream(Status.values()).filter(Status::isRunning).map(Status::name).toList();
}

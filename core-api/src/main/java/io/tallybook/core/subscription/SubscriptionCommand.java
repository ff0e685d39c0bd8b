package io.tallybook.core.subscription;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a subscription. */
public sealed interface SubscriptionCommand extends Command {
    @TargetAggregateIdentifier
    SubscriptionId subscriptionId();

    /** Begins a subscription. */
    record Create(SubscriptionId subscriptionId, Scope scope, Instant at, SubscriptionTerms terms)
            implements SubscriptionCommand {}

    /**
     * Closes a period that has ended and opens the next; a repeat for a period already closed does
     * nothing.
     */
    record Renew(SubscriptionId subscriptionId, Scope scope, Instant at, int periodIndex)
            implements SubscriptionCommand {}

    /**
     * Ends a subscription, now or later.
     *
     * @param cancelAt the moment, for SCHEDULED_DATE alone
     */
    record Cancel(
            SubscriptionId subscriptionId,
            Scope scope,
            Instant at,
            CancellationType type,
            @Nullable Instant cancelAt,
            OpenUsage openUsage,
            @Nullable String reason)
            implements SubscriptionCommand {}

    /**
     * Performs a cancellation, or an end date, that has fallen due; does nothing when there is
     * none.
     */
    record End(SubscriptionId subscriptionId, Scope scope, Instant at)
            implements SubscriptionCommand {}
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Fields;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change that is wished for of a subscription: when it ends, or that it does not.
 *
 * @param cancelAt a moment at which it is to end
 * @param atPeriodEnd whether it is to end with its open period, or to go on; absent for neither
 */
record SubscriptionUpdate(@Nullable Instant cancelAt, @Nullable Boolean atPeriodEnd) {

    /** Errors: ProblemException (400) naming the fields. */
    static SubscriptionUpdate of(Fields in) {
        var update =
                new SubscriptionUpdate(
                        in.optional("cancel_at").instant(),
                        in.optional("cancel_at_period_end").truth());
        if (update.cancelAt() != null && update.atPeriodEnd() != null) {
            in.complain(
                    "cancel_at", "to be left out where cancel_at_period_end is given", "a value");
        }
        in.refuseUnsupported("parent_subscription_id", "status");
        in.check();
        return update;
    }

    /** What it asks for; empty if nothing. */
    Optional<SubscriptionCommand> command(SubscriptionId id, Scope scope, Instant at) {
        if (cancelAt != null) {
            return Optional.of(cancel(id, scope, at, CancellationType.SCHEDULED_DATE, cancelAt));
        }
        if (atPeriodEnd == null) {
            return Optional.empty();
        }
        return Optional.of(
                atPeriodEnd
                        ? cancel(id, scope, at, CancellationType.END_OF_PERIOD, null)
                        : new SubscriptionCommand.WithdrawCancellation(id, scope, at));
    }

    private static SubscriptionCommand cancel(
            SubscriptionId id,
            Scope scope,
            Instant at,
            CancellationType type,
            @Nullable Instant when) {
        return new SubscriptionCommand.Cancel(id, scope, at, type, when, OpenUsage.INVOICED, null);
    }
}

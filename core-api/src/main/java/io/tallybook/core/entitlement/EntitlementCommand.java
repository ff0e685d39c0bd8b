package io.tallybook.core.entitlement;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an entitlement. */
public sealed interface EntitlementCommand extends Command {
    @TargetAggregateIdentifier
    EntitlementId entitlementId();

    /**
     * Makes an entitlement.
     *
     * @param lineage the first of those that the subscription follows to which it is given; absent
     *     of one that follows none, and of plans and addons
     */
    record Create(
            EntitlementId entitlementId,
            Scope scope,
            Instant at,
            EntitlementDocument entitlement,
            @Nullable SubscriptionId lineage)
            implements EntitlementCommand {
        /** Makes one of a plan, of an addon or of a subscription that follows none. */
        public Create(
                EntitlementId entitlementId,
                Scope scope,
                Instant at,
                EntitlementDocument entitlement) {
            this(entitlementId, scope, at, entitlement, null);
        }
    }

    /** Changes what is given; by whom, and of which feature, stays. */
    record Update(
            EntitlementId entitlementId, Scope scope, Instant at, EntitlementDocument entitlement)
            implements EntitlementCommand {}

    /** Deletes an entitlement; a repeat does nothing. */
    record Delete(EntitlementId entitlementId, Scope scope, Instant at)
            implements EntitlementCommand {}
}

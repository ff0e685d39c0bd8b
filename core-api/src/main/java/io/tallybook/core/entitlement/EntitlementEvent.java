package io.tallybook.core.entitlement;

import io.tallybook.core.Scope;
import io.tallybook.core.subscription.SubscriptionId;
import org.jspecify.annotations.Nullable;

/** What happened to an entitlement. */
public sealed interface EntitlementEvent {
    EntitlementId entitlementId();

    /**
     * An entitlement was made.
     *
     * @param lineage the first of those that the subscription follows to which it is given: of all
     *     of them together it is the one of its feature; absent of one that follows none
     */
    record Created(
            EntitlementId entitlementId,
            Scope scope,
            EntitlementDocument entitlement,
            @Nullable SubscriptionId lineage)
            implements EntitlementEvent {
        /** One of a plan, of an addon or of a subscription that follows none. */
        public Created(EntitlementId entitlementId, Scope scope, EntitlementDocument entitlement) {
            this(entitlementId, scope, entitlement, null);
        }
    }

    /** What is given was changed. */
    record Updated(EntitlementId entitlementId, EntitlementDocument entitlement)
            implements EntitlementEvent {}

    /** It is given no longer. */
    record Deleted(EntitlementId entitlementId) implements EntitlementEvent {}
}

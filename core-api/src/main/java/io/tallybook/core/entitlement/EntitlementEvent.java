package io.tallybook.core.entitlement;

import io.tallybook.core.Scope;

/** What happened to an entitlement. */
public sealed interface EntitlementEvent {
    EntitlementId entitlementId();

    /** An entitlement was made. */
    record Created(EntitlementId entitlementId, Scope scope, EntitlementDocument entitlement)
            implements EntitlementEvent {}

    /** What is given was changed. */
    record Updated(EntitlementId entitlementId, EntitlementDocument entitlement)
            implements EntitlementEvent {}

    /** It is given no longer. */
    record Deleted(EntitlementId entitlementId) implements EntitlementEvent {}
}

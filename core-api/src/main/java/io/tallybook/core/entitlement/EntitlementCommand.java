package io.tallybook.core.entitlement;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an entitlement. */
public sealed interface EntitlementCommand extends Command {
    @TargetAggregateIdentifier
    EntitlementId entitlementId();

    /** Makes an entitlement. */
    record Create(
            EntitlementId entitlementId, Scope scope, Instant at, EntitlementDocument entitlement)
            implements EntitlementCommand {}

    /** Changes what is given; by whom, and of which feature, stays. */
    record Update(
            EntitlementId entitlementId, Scope scope, Instant at, EntitlementDocument entitlement)
            implements EntitlementCommand {}

    /** Deletes an entitlement; a repeat does nothing. */
    record Delete(EntitlementId entitlementId, Scope scope, Instant at)
            implements EntitlementCommand {}
}

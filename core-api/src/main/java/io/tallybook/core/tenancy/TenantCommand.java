package io.tallybook.core.tenancy;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a tenant; its scope is its own, {@link Scope#ofTenant}. */
public sealed interface TenantCommand extends Command {
    @TargetAggregateIdentifier
    TenantId tenantId();

    /** Makes a tenant. */
    record Create(TenantId tenantId, Scope scope, Instant at, TenantDocument tenant)
            implements TenantCommand {}

    /** Replaces what is said of a tenant. */
    record Update(TenantId tenantId, Scope scope, Instant at, TenantDocument tenant)
            implements TenantCommand {}
}

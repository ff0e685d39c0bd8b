package io.tallybook.core.access;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a role; its scope is its tenant's, {@link Scope#ofTenant}. */
public sealed interface RoleCommand extends Command {
    @TargetAggregateIdentifier
    RoleId roleId();

    /** Makes a role; its name is unique in the tenant. */
    record Create(RoleId roleId, Scope scope, Instant at, RoleDocument role)
            implements RoleCommand {}

    /** Replaces what a role is; who has it may do the new from now on. */
    record Update(RoleId roleId, Scope scope, Instant at, RoleDocument role)
            implements RoleCommand {}

    /** Deletes a role; who had it may do less from now on. */
    record Delete(RoleId roleId, Scope scope, Instant at) implements RoleCommand {}
}

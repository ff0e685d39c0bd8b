package io.tallybook.core;

import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;

/**
 * Whose data this is: nothing of one tenant or environment is ever seen or touched from another.
 */
public record Scope(TenantId tenant, EnvironmentId environment) {
    /**
     * The scope of what belongs to a tenant and to none of its environments: users, roles, the
     * tenant itself. The environment in it is a name only: nothing is made there, no clock stands
     * there.
     */
    public static Scope ofTenant(TenantId tenant) {
        return new Scope(
                tenant, EnvironmentId.of(Ulid.derived(Instant.EPOCH, "tenant", tenant.value())));
    }
}

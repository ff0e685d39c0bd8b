package io.tallybook.api.flexprice.access;

import io.tallybook.core.Scope;
import io.tallybook.core.access.UserId;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is made for somebody who signs up; the ids are drawn before anything is, and kept until all
 * of it is there.
 *
 * @param before the key that an attempt which was cut off may have made, and which nobody has seen
 */
record SignUp(
        TenantId tenant,
        UserId user,
        EnvironmentId sandbox,
        EnvironmentId live,
        ApiKeyId key,
        @Nullable ApiKeyId before,
        Instant at) {

    Scope scope(EnvironmentId environment) {
        return new Scope(tenant, environment);
    }

    Scope ofTenant() {
        return Scope.ofTenant(tenant);
    }
}

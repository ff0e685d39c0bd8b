package io.tallybook.core;

import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;

/**
 * Whose data this is: nothing of one tenant or environment is ever seen or touched from another.
 */
public record Scope(TenantId tenant, EnvironmentId environment) {}

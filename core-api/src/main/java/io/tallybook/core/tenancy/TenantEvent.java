package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;

/** What happened to a tenant. */
public sealed interface TenantEvent {
    TenantId tenantId();

    /** A tenant was made. */
    record Created(TenantId tenantId, Scope scope, TenantDocument tenant) implements TenantEvent {}

    /** What is said of a tenant was replaced. */
    record Updated(TenantId tenantId, TenantDocument tenant) implements TenantEvent {}
}

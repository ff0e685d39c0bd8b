package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A tenant. */
public record TenantView(TenantId id, Scope scope, TenantDocument tenant, Stamp stamp)
        implements View {}

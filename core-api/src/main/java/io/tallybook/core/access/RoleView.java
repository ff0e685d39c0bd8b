package io.tallybook.core.access;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A role of a tenant. */
public record RoleView(RoleId id, Scope scope, RoleDocument role, Stamp stamp) implements View {}

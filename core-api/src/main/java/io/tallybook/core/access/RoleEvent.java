package io.tallybook.core.access;

import io.tallybook.core.Scope;

/** What happened to a role. */
public sealed interface RoleEvent {
    RoleId roleId();

    /** A role was made. */
    record Created(RoleId roleId, Scope scope, RoleDocument role) implements RoleEvent {}

    /** A role became another. */
    record Updated(RoleId roleId, RoleDocument role) implements RoleEvent {}

    /** A role was deleted. */
    record Deleted(RoleId roleId) implements RoleEvent {}
}

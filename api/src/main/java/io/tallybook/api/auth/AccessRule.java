package io.tallybook.api.auth;

import io.tallybook.core.access.Permission;

/** Who may use a route. */
public sealed interface AccessRule {

    /** Anybody, also without a key. */
    record Anybody() implements AccessRule {}

    /** Whoever has a key or a token. */
    record Known() implements AccessRule {}

    /** Whoever has this permission. */
    record Needs(Permission permission) implements AccessRule {}

    /** A person who is super admin: what a machine may not decide. */
    record PersonInCharge(Permission permission) implements AccessRule {}

    /** Nobody has said, so nobody may but those who may do everything. */
    record Undeclared() implements AccessRule {}
}

package io.tallybook.command.catalogue;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupId;
import java.util.Optional;

/** What may be done with a group. */
final class GroupDecider {
    private GroupDecider() {}

    static Decision<GroupEvent.Created> create(GroupState state, GroupCommand.Create c) {
        GroupEvent.Created created = new GroupEvent.Created(c.groupId(), c.scope(), c.group());
        return switch (state) {
            case GroupState.Absent() -> Decision.unless(broken(c.group()), created);
            case GroupState.Defined(var before) -> repeated(before, c, created);
            case GroupState.Deleted(var before) -> repeated(before, c, created);
        };
    }

    private static Decision<GroupEvent.Created> repeated(
            GroupEvent.Created before, GroupCommand.Create c, GroupEvent.Created created) {
        return Decision.repeated("group", c.groupId(), before.scope(), c.scope(), before, created);
    }

    /** Errors: not found, of a group in another scope. */
    static Decision<GroupEvent.Deleted> delete(GroupState state, GroupCommand.Delete c) {
        return switch (state) {
            case GroupState.Defined defined when defined.created().scope().equals(c.scope()) ->
                    Decision.accepted(new GroupEvent.Deleted(c.groupId()));
            case GroupState.Deleted(var made) when made.scope().equals(c.scope()) ->
                    Decision.alreadyDone();
            case GroupState.Absent _, GroupState.Defined _, GroupState.Deleted _ ->
                    Decision.notFound("group", c.groupId());
        };
    }

    static Optional<Claim> unique(GroupCommand.Create c) {
        return Optional.of(claim(c.scope(), c.groupId(), c.group()));
    }

    /** What it has for itself alone. */
    static Optional<Claim> held(GroupState state, GroupId id) {
        return state instanceof GroupState.Defined(var made)
                ? Optional.of(claim(made.scope(), id, made.group()))
                : Optional.empty();
    }

    private static Claim claim(Scope scope, GroupId id, GroupDocument group) {
        return Claim.in(scope, "group.lookup_key", "lookup_key", group.lookupKey(), id);
    }

    private static Optional<Rejection> broken(GroupDocument group) {
        return Rules.begin()
                .name("name", group.name())
                .name("lookup_key", group.lookupKey())
                .metadata(group.metadata())
                .broken();
    }
}

package io.tallybook.command.access;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.RoleCommand;
import io.tallybook.core.access.RoleDocument;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be done with a role: it allows what it names, and its name stays. */
final class RoleDecider {
    private static final String KIND = "role";
    private static final List<String> ACTIONS = List.of("read", "write");

    private RoleDecider() {}

    static Decision<RoleEvent.Created> create(RoleState state, RoleCommand.Create c) {
        RoleEvent.Created created = new RoleEvent.Created(c.roleId(), c.scope(), c.role());
        return switch (state) {
            case RoleState.Absent() -> Decision.unless(broken(c.role()), created);
            case RoleState.Active(var before, var _) ->
                    Decision.repeated(KIND, c.roleId(), before.scope(), c.scope(), before, created);
            case RoleState.Deleted(var before) -> gone(before, c);
        };
    }

    static Decision<RoleEvent.Updated> update(RoleState state, RoleCommand.Update c) {
        return switch (state) {
            case RoleState.Absent() -> Decision.notFound(KIND, c.roleId());
            case RoleState.Deleted(var before) -> gone(before, c);
            case RoleState.Active(var created, var current) -> {
                if (!created.scope().equals(c.scope())) {
                    yield Decision.notFound(KIND, c.roleId());
                }
                if (current.equals(c.role())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        Rules.begin()
                                .that(
                                        c.role().name().equals(current.name()),
                                        "name",
                                        c.role().name(),
                                        current.name() + ", the one it has")
                                .and(broken(c.role()))
                                .broken(),
                        new RoleEvent.Updated(c.roleId(), c.role()));
            }
        };
    }

    static Decision<RoleEvent.Deleted> delete(RoleState state, RoleCommand.Delete c) {
        return switch (state) {
            case RoleState.Absent() -> Decision.notFound(KIND, c.roleId());
            case RoleState.Deleted(var before) ->
                    before.scope().equals(c.scope()) ? Decision.alreadyDone() : gone(before, c);
            case RoleState.Active(var created, var _) ->
                    created.scope().equals(c.scope())
                            ? Decision.accepted(new RoleEvent.Deleted(c.roleId()))
                            : Decision.notFound(KIND, c.roleId());
        };
    }

    static Optional<Claim> unique(Scope scope, RoleId id, RoleDocument role) {
        return Optional.of(Claim.in(scope, "role.name", "name", role.name(), id));
    }

    /** What the role holds for itself alone, which is free again once it is deleted. */
    static Optional<Claim> held(RoleState state) {
        return switch (state) {
            case RoleState.Active(var created, var current) ->
                    unique(created.scope(), created.roleId(), current);
            case RoleState.Absent _, RoleState.Deleted _ -> Optional.empty();
        };
    }

    private static <E> Decision<E> gone(RoleEvent.Created before, RoleCommand c) {
        return before.scope().equals(c.scope())
                ? Decision.refused(
                        Rejection.invalidOperation(
                                "role '" + c.roleId() + "' was deleted: it stays so"))
                : Decision.notFound(KIND, c.roleId());
    }

    private static Optional<Rejection> broken(RoleDocument role) {
        Rules rules =
                Rules.begin()
                        .name("name", role.name())
                        .that(
                                BuiltInRole.of(role.name()).isEmpty(),
                                "name",
                                role.name(),
                                "a name that no built-in role has")
                        .textIfAny("description", role.description(), Rules.TEXT_MAX)
                        .that(
                                !role.permissions().isEmpty(),
                                "permissions",
                                "no entity",
                                "at least one entity");
        for (Map.Entry<String, List<String>> one : role.permissions().entrySet()) {
            String field = "permissions." + one.getKey();
            rules =
                    rules.that(
                                    Resource.of(one.getKey()).isPresent(),
                                    field,
                                    one.getKey(),
                                    "one of " + known())
                            .that(
                                    !one.getValue().isEmpty()
                                            && ACTIONS.containsAll(one.getValue()),
                                    field,
                                    String.valueOf(one.getValue()),
                                    "read, write or both");
        }
        return rules.broken();
    }

    private static String known() {
        return String.join(
                ", ", java.util.Arrays.stream(Resource.values()).map(Resource::wire).toList());
    }
}

package io.tallybook.command.access;

import io.tallybook.core.access.RoleDocument;
import io.tallybook.core.access.RoleEvent;

/** What a role is, as far as its rules need it. */
sealed interface RoleState {
    /** It does not exist yet. */
    record Absent() implements RoleState {}

    /**
     * It can be given.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param current as it is
     */
    record Active(RoleEvent.Created created, RoleDocument current) implements RoleState {}

    /** It gives nothing any more. */
    record Deleted(RoleEvent.Created created) implements RoleState {}

    default RoleState evolve(RoleEvent event) {
        return switch (event) {
            case RoleEvent.Created created -> new Active(created, created.role());
            case RoleEvent.Updated updated ->
                    switch (this) {
                        case Active active -> new Active(active.created(), updated.role());
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
            case RoleEvent.Deleted _ ->
                    switch (this) {
                        case Active active -> new Deleted(active.created());
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
        };
    }
}

package io.tallybook.command.access;

import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserEvent;

/** What a user is, as far as its rules need it. */
sealed interface UserState {
    /** It does not exist yet. */
    record Absent() implements UserState {}

    /**
     * It has access.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param current as it is
     */
    record Active(UserEvent.Created created, UserDocument current) implements UserState {}

    /** It had access. */
    record Deleted(UserEvent.Created created) implements UserState {}

    default UserState evolve(UserEvent event) {
        return switch (event) {
            case UserEvent.Created created -> new Active(created, created.user());
            case UserEvent.Updated e ->
                    switch (this) {
                        case Active(var created, var now) ->
                                new Active(
                                        created,
                                        new UserDocument(
                                                now.type(),
                                                e.profile(),
                                                now.roles(),
                                                e.metadata()));
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
            case UserEvent.RolesSet e ->
                    switch (this) {
                        case Active(var created, var now) ->
                                new Active(
                                        created,
                                        new UserDocument(
                                                now.type(),
                                                now.profile(),
                                                e.roles(),
                                                now.metadata()));
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
            case UserEvent.PasswordSet _ -> this;
            case UserEvent.Deleted _ ->
                    switch (this) {
                        case Active(var created, var _) -> new Deleted(created);
                        case Absent absent -> absent;
                        case Deleted deleted -> deleted;
                    };
        };
    }
}

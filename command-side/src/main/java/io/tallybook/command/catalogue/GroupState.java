package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.GroupEvent;

/** What a group is, as far as its rules need it. */
sealed interface GroupState {
    /** It does not exist yet. */
    record Absent() implements GroupState {}

    /** It is in use, as it was made. */
    record Defined(GroupEvent.Created created) implements GroupState {}

    /** It is out of use. */
    record Deleted(GroupEvent.Created created) implements GroupState {}

    default GroupState evolve(GroupEvent event) {
        return switch (event) {
            case GroupEvent.Created made -> new Defined(made);
            case GroupEvent.Deleted _ ->
                    this instanceof Defined(var made) ? new Deleted(made) : this;
        };
    }
}

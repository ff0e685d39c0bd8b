package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a group. */
public sealed interface GroupEvent {
    GroupId groupId();

    /** A group was made. */
    record Created(GroupId groupId, Scope scope, GroupDocument group) implements GroupEvent {}

    /** A group was taken out of use; its lookup key is free again. */
    record Deleted(GroupId groupId) implements GroupEvent {}
}

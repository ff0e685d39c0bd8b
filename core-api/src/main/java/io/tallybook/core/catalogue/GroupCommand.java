package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a group. */
public sealed interface GroupCommand extends Command {
    @TargetAggregateIdentifier
    GroupId groupId();

    /** Makes a group. */
    record Create(GroupId groupId, Scope scope, Instant at, GroupDocument group)
            implements GroupCommand {}

    /** Takes a group out of use; its members stay as they are, in no group. */
    record Delete(GroupId groupId, Scope scope, Instant at) implements GroupCommand {}
}

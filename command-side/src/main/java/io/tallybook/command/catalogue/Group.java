package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A group, in Axon's terms. */
@Aggregate(type = "group", cache = "aggregateCache")
class Group {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private GroupId id;

    private GroupState state = new GroupState.Absent();

    Group() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(GroupCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.groupId(),
                uniqueness.secure(GroupDecider.create(state, c), GroupDecider.unique(c)));
    }

    @CommandHandler
    Receipt handle(GroupCommand.Delete c, Uniqueness uniqueness) {
        return settle(
                id, uniqueness.free(GroupDecider.delete(state, c), GroupDecider.held(state, id)));
    }

    @EventSourcingHandler
    void on(GroupEvent e) {
        id = e.groupId();
        state = state.evolve(e);
    }
}

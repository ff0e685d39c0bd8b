package io.tallybook.command.access;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.access.RoleCommand;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A role of a tenant, in Axon's terms. */
@Aggregate(type = "role", cache = "aggregateCache")
class Role {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private RoleId id;

    private RoleState state = new RoleState.Absent();

    Role() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(RoleCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.roleId(),
                uniqueness.secure(
                        RoleDecider.create(state, c),
                        RoleDecider.unique(c.scope(), c.roleId(), c.role())));
    }

    @CommandHandler
    Receipt handle(RoleCommand.Update c) {
        return settle(id, RoleDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(RoleCommand.Delete c, Uniqueness uniqueness) {
        return settle(id, uniqueness.free(RoleDecider.delete(state, c), RoleDecider.held(state)));
    }

    @EventSourcingHandler
    void on(RoleEvent e) {
        id = e.roleId();
        state = state.evolve(e);
    }
}

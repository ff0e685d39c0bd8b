package io.tallybook.command.access;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.sealing.CustomerKeys;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A person or a machine of a tenant, in Axon's terms. */
@Aggregate(type = "user", cache = "aggregateCache")
class User {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private UserId id;

    private UserState state = new UserState.Absent();

    User() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(UserCommand.Create c, Uniqueness uniqueness, CustomerKeys keys) {
        var decision = UserDecider.onlyOne(UserDecider.create(state, c), c, uniqueness);
        if (decision instanceof Decision.Accepted<?>) {
            keys.make(c.scope(), c.userId());
        }
        return settle(c.userId(), decision);
    }

    @CommandHandler
    Receipt handle(UserCommand.Update c, CustomerKeys keys) {
        var decision = UserDecider.update(state, c);
        if (decision instanceof Decision.Accepted<?>) {
            // There is one, unless the user is of before there were any.
            keys.make(c.scope(), id);
        }
        return settle(id, decision);
    }

    @CommandHandler
    Receipt handle(UserCommand.SetRoles c) {
        return settle(id, UserDecider.setRoles(state, c));
    }

    @CommandHandler
    Receipt handle(UserCommand.NotePassword c) {
        return settle(id, UserDecider.notePassword(state, c));
    }

    @CommandHandler
    Receipt handle(UserCommand.Delete c, Uniqueness uniqueness, CustomerKeys keys) {
        var decision = uniqueness.free(UserDecider.delete(state, c), UserDecider.held(state));
        if (decision instanceof Decision.Accepted<?>) {
            keys.destroy(c.scope(), id);
        }
        return settle(id, decision);
    }

    @EventSourcingHandler
    void on(UserEvent e) {
        id = e.userId();
        state = state.evolve(e);
    }
}

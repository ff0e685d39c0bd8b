package io.tallybook.command;

import io.tallybook.core.EntityId;
import io.tallybook.core.Receipt;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.modelling.command.AggregateLifecycle;

/** The one way from a decision to the event store and to the answer. */
public final class Shell {
    private Shell() {}

    /**
     * Applies what was decided and answers the version that then stands.
     *
     * <p>Errors: CommandExecutionException whose details are the Rejection, which is how a refusal
     * reaches the sender in this process and over the network alike.
     */
    public static Receipt settle(EntityId id, Decision<?> decision) {
        if (decision instanceof Decision.Accepted<?>(var events)) {
            events.forEach(AggregateLifecycle::apply);
        }
        return consider(id, decision);
    }

    /**
     * Applies nothing and answers the version that stands.
     *
     * <p>Errors: as {@link #settle}.
     */
    public static Receipt consider(EntityId id, Decision<?> decision) {
        if (decision instanceof Decision.Refused<?>(var rejection)) {
            throw new CommandExecutionException(rejection.message(), null, rejection);
        }
        Long version = AggregateLifecycle.getVersion();
        return new Receipt(id.value(), version == null ? -1 : version);
    }
}

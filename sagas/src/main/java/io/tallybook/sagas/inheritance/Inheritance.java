package io.tallybook.sagas.inheritance;

import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.grants.Takeover;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Gives everybody who shares a subscription an inherited one, and ends it when that is over.
 *
 * <p>The ids are those that the subscription names, and a repeat begins and ends nothing twice.
 */
@ProcessingGroup(Takeover.PROCESSOR)
public final class Inheritance {
    private static final String NAME = "inheritance";

    private final Subscriptions subscriptions;
    private final ProcessCommands commands;

    public Inheritance(Subscriptions subscriptions, ProcessCommands commands) {
        this.subscriptions = subscriptions;
        this.commands = commands;
    }

    @EventHandler
    void on(SubscriptionEvent.Activated event, EventMessage<?> message) {
        begin(
                event.subscriptionId(),
                event.terms(),
                event.terms().related().heirs(),
                Occurrence.of(message));
    }

    @EventHandler
    void on(SubscriptionEvent.HeirsChanged event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        if (!event.added().isEmpty()) {
            SubscriptionTerms terms = subscriptions.termsOf(when.scope(), event.subscriptionId());
            begin(event.subscriptionId(), terms, event.added(), when);
        }
        event.removed().forEach(heir -> end(heir, event.changedAt(), when));
    }

    private void begin(
            SubscriptionId parent, SubscriptionTerms terms, List<Heir> heirs, Occurrence when) {
        for (Heir heir : heirs) {
            commands.send(
                    NAME,
                    when,
                    new SubscriptionCommand.Create(
                            heir.subscriptionId(),
                            when.scope(),
                            when.effectiveAt(),
                            Family.inherited(parent, terms, heir)));
        }
    }

    private void end(SubscriptionId inherited, Instant at, Occurrence when) {
        commands.send(NAME, when, new SubscriptionCommand.Disinherit(inherited, when.scope(), at));
    }
}

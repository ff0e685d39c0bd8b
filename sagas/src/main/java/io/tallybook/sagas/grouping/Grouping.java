package io.tallybook.sagas.grouping;

import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.FinalizationDelays;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.grants.Takeover;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Has subscriptions begin with those with which they are invoiced together, join and leave them.
 *
 * <p>What a parent says is passed on in the order in which it was said; a repeat changes nothing.
 * Who cannot join is taken off the parent's list again.
 */
@ProcessingGroup(Takeover.PROCESSOR)
public final class Grouping {
    private static final String NAME = "grouping";

    private final Subscriptions subscriptions;
    private final ProcessCommands commands;
    private final FinalizationDelays delays;

    public Grouping(
            Subscriptions subscriptions, ProcessCommands commands, FinalizationDelays delays) {
        this.subscriptions = subscriptions;
        this.commands = commands;
        this.delays = delays;
    }

    @EventHandler
    void on(SubscriptionEvent.Activated event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        List<SubscriptionId> others = new ArrayList<>(event.terms().related().children());
        for (GroupedChild child : event.children()) {
            others.remove(child.id());
            begin(event.subscriptionId(), event.terms(), child, when);
        }
        join(event.subscriptionId(), event.terms(), others, event.firstPeriod().start(), when);
    }

    private void begin(
            SubscriptionId parent, SubscriptionTerms terms, GroupedChild child, Occurrence when) {
        Answer answer =
                commands.send(
                        NAME,
                        when,
                        new SubscriptionCommand.Create(
                                child.id(),
                                when.scope(),
                                when.effectiveAt(),
                                child.joining(parent, terms)));
        if (answer instanceof Answer.Refused) {
            remove(parent, child.id(), when);
        }
    }

    @EventHandler
    void on(SubscriptionEvent.GroupChanged event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        SubscriptionId parent = event.subscriptionId();
        for (SubscriptionId child : event.removed()) {
            commands.send(
                    NAME,
                    when,
                    new SubscriptionCommand.LeaveGroup(
                            child, when.scope(), event.changedAt(), parent, event.openSince()));
        }
        if (!event.added().isEmpty()) {
            join(
                    parent,
                    subscriptions.termsOf(when.scope(), parent),
                    event.added(),
                    event.openSince(),
                    when);
        }
    }

    private void join(
            SubscriptionId parent,
            SubscriptionTerms terms,
            List<SubscriptionId> children,
            Instant openSince,
            Occurrence when) {
        for (SubscriptionId child : children) {
            Answer answer =
                    commands.send(
                            NAME,
                            when,
                            new SubscriptionCommand.JoinGroup(
                                    child,
                                    when.scope(),
                                    when.effectiveAt(),
                                    parent,
                                    terms,
                                    openSince));
            if (answer instanceof Answer.Refused) {
                remove(parent, child, when);
            }
        }
    }

    /** A closed period that is on no invoice of another is invoiced as any other is. */
    @EventHandler
    void on(SubscriptionEvent.GroupLeft event, EventMessage<?> message) {
        if (event.withheld().isEmpty()) {
            return;
        }
        Occurrence when = Occurrence.of(message);
        SubscriptionTerms terms = subscriptions.termsOf(when.scope(), event.subscriptionId());
        for (SubscriptionEvent.Withheld one : event.withheld()) {
            InvoiceOpening opening =
                    new InvoiceOpening(
                                    event.subscriptionId(),
                                    terms.customerId(),
                                    terms.currency(),
                                    BillingReason.SUBSCRIPTION_CYCLE,
                                    one.index(),
                                    one.period(),
                                    one.period().end().plus(delays.of(when.scope()).value()))
                            .due(terms.arranged().paymentTerms())
                            .following(one.crossings());
            commands.send(
                    NAME,
                    when,
                    new InvoiceCommand.Open(
                            InvoiceId.derived(opening), when.scope(), when.effectiveAt(), opening));
        }
    }

    /**
     * What has ended is on no later invoice of another, whatever the list says: it is taken off for
     * whoever looks at that, and nothing waits for a view that does not show it yet.
     */
    @EventHandler
    void on(SubscriptionEvent.Cancelled event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        SubscriptionId child = event.subscriptionId();
        subscriptions.views(when.scope(), List.of(child)).values().stream()
                .flatMap(view -> view.terms().related().membership().stream())
                .forEach(membership -> remove(membership.parentId(), child, when));
    }

    private void remove(SubscriptionId parent, SubscriptionId child, Occurrence when) {
        commands.send(
                NAME,
                when,
                new SubscriptionCommand.ChangeGroup(
                        parent, when.scope(), when.effectiveAt(), List.of(), List.of(child)));
    }
}

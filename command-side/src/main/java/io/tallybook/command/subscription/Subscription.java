package io.tallybook.command.subscription;

import static io.tallybook.command.Shell.consider;

import io.tallybook.command.Decision;
import io.tallybook.command.Shell;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.core.Receipt;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.Successor;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A subscription, in Axon's terms. */
@Aggregate(type = "subscription", cache = "aggregateCache")
class Subscription {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private SubscriptionId id;

    private SubscriptionState state = new SubscriptionState.Absent();

    Subscription() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(
            SubscriptionCommand.Create c,
            Subscribers subscribers,
            References references,
            Kinship kinship) {
        // What begins with another, or in its place, is held with that, and begins whatever has
        // become of it since.
        if (c.terms().related().membership().isPresent()
                || c.terms().arranged().follows() != null) {
            return Shell.settle(c.subscriptionId(), SubscriptionDecider.create(state, c));
        }
        var decision =
                subscribers.secure(
                        SubscriptionDecider.create(state, c),
                        c.scope(),
                        c.subscriptionId(),
                        SubscriptionDecider.parties(c.terms()));
        for (GroupedChild child : c.children()) {
            decision =
                    HeldAddons.held(
                            references,
                            c.scope(),
                            child.terms().addons(),
                            subscribers.secure(
                                    decision,
                                    c.scope(),
                                    child.id(),
                                    SubscriptionDecider.parties(child.terms())));
        }
        var heirs = c.terms().related().heirs();
        return settle(
                c,
                kinship.begun(
                        Kinship.secured(decision, subscribers, c.scope(), heirs),
                        c.scope(),
                        c.subscriptionId(),
                        c.terms()),
                references);
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(SubscriptionCommand.Draft c, Subscribers subscribers, References references) {
        return settle(
                c,
                subscribers.secure(
                        SubscriptionDecider.draft(state, c),
                        c.scope(),
                        c.subscriptionId(),
                        SubscriptionDecider.parties(c.terms())),
                references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Activate c, References references) {
        return settle(c, SubscriptionDecider.activate(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ConfirmFirstPayment c, References references) {
        return settle(c, FirstPayment.confirm(state, c), references);
    }

    @CommandHandler
    Receipt handle(
            SubscriptionCommand.GiveUpFirstPayment c, References references, Kinship kinship) {
        return followed(c, FirstPayment.giveUp(state, c), references, kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Renew c, References references, Kinship kinship) {
        return followed(c, SubscriptionDecider.renew(state, c), references, kinship);
    }

    @CommandHandler
    Receipt handle(
            SubscriptionCommand.ChangeHeirs c,
            Subscribers subscribers,
            References references,
            Kinship kinship) {
        return followed(
                c,
                Kinship.secured(FamilyDecider.change(state, c), subscribers, c.scope(), c.added()),
                references,
                kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Disinherit c, References references) {
        return settle(c, FamilyDecider.disinherit(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeGroup c, References references, Kinship kinship) {
        return followed(c, GroupDecider.change(state, c), references, kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.JoinGroup c, References references) {
        return settle(c, GroupDecider.join(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.LeaveGroup c, References references, Kinship kinship) {
        Decision<SubscriptionEvent> decision = GroupDecider.leave(state, c);
        kinship.free(c.scope(), c.subscriptionId(), c.parentId());
        return settle(c, decision, references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.SyncLines c, References references) {
        return settle(c, SubscriptionDecider.sync(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeLines c, References references) {
        return settle(c, SubscriptionDecider.change(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Consider c) {
        return consider(
                id,
                switch (c.asked()) {
                    case SubscriptionCommand.Cancel a -> SubscriptionDecider.cancel(state, a);
                    case SubscriptionCommand.ChangeGroup a -> GroupDecider.change(state, a);
                    case SubscriptionCommand.ChangeHeirs a -> FamilyDecider.change(state, a);
                    case SubscriptionCommand.ChangeLines a -> SubscriptionDecider.change(state, a);
                    case SubscriptionCommand.ChangeTrial a -> TrialDecider.change(state, a);
                    case SubscriptionCommand.ScheduleChange a -> PlanDecider.schedule(state, a);
                });
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeTrial c, References references) {
        return settle(c, TrialDecider.change(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Remeter c, References references) {
        return settle(c, RemeterDecider.remeter(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ScheduleChange c, References references) {
        return settle(c, PlanDecider.schedule(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.WithdrawChange c, References references) {
        return settle(c, PlanDecider.withdraw(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Pause c, References references) {
        return settle(c, PauseDecider.pause(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.BeginPause c, References references, Kinship kinship) {
        return followed(c, PauseDecider.begin(state, c), references, kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Resume c, References references, Kinship kinship) {
        return followed(c, PauseDecider.resume(state, c), references, kinship);
    }

    @CommandHandler
    Receipt handle(
            SubscriptionCommand.Cancel c,
            Subscribers subscribers,
            References references,
            Kinship kinship) {
        Decision<SubscriptionEvent> decision = SubscriptionDecider.cancel(state, c);
        Successor next = c.successor();
        return followed(
                c,
                next == null
                        ? decision
                        : subscribers.secure(
                                decision,
                                c.scope(),
                                next.id(),
                                SubscriptionDecider.parties(next.terms())),
                references,
                kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.WithdrawCancellation c, References references) {
        return settle(c, SubscriptionDecider.withdraw(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.CrossThreshold c, References references) {
        return settle(c, ThresholdDecider.cross(state, c), references);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.End c, References references, Kinship kinship) {
        return followed(c, SubscriptionDecider.end(state, c), references, kinship);
    }

    private Receipt followed(
            SubscriptionCommand c,
            Decision<SubscriptionEvent> decision,
            References references,
            Kinship kinship) {
        return settle(
                c,
                state.agreed()
                        .map(terms -> kinship.following(decision, c.scope(), terms))
                        .orElse(decision),
                references);
    }

    private Receipt settle(
            SubscriptionCommand c, Decision<SubscriptionEvent> decision, References references) {
        return Shell.settle(
                c.subscriptionId(), HeldAddons.held(references, c.scope(), state, decision));
    }

    @EventSourcingHandler
    void on(SubscriptionEvent e) {
        id = e.subscriptionId();
        state = state.evolve(e);
    }
}

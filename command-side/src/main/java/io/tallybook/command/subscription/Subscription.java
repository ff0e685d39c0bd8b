package io.tallybook.command.subscription;

import static io.tallybook.command.Shell.consider;
import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.core.Receipt;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
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
            return settle(c.subscriptionId(), SubscriptionDecider.create(state, c));
        }
        var decision =
                secured(
                        SubscriptionDecider.create(state, c),
                        c.scope(),
                        c.subscriptionId(),
                        c.terms(),
                        subscribers,
                        references);
        for (GroupedChild child : c.children()) {
            decision =
                    secured(
                            decision,
                            c.scope(),
                            child.id(),
                            child.terms(),
                            subscribers,
                            references);
        }
        var heirs = c.terms().related().heirs();
        return settle(
                c.subscriptionId(),
                kinship.begun(
                        Kinship.secured(decision, subscribers, c.scope(), heirs),
                        c.scope(),
                        c.subscriptionId(),
                        c.terms()));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(SubscriptionCommand.Draft c, Subscribers subscribers, References references) {
        return settle(
                c.subscriptionId(),
                secured(
                        SubscriptionDecider.draft(state, c),
                        c.scope(),
                        c.subscriptionId(),
                        c.terms(),
                        subscribers,
                        references));
    }

    /** The decision, as long as nothing that the terms refer to is gone. */
    private static Decision<SubscriptionEvent> secured(
            Decision<SubscriptionEvent> decision,
            Scope scope,
            SubscriptionId id,
            SubscriptionTerms terms,
            Subscribers subscribers,
            References references) {
        return HeldAddons.held(
                references,
                scope,
                terms.addons(),
                subscribers.secure(decision, scope, id, SubscriptionDecider.parties(terms)));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Activate c) {
        return settle(id, SubscriptionDecider.activate(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ConfirmFirstPayment c) {
        return settle(id, FirstPayment.confirm(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.GiveUpFirstPayment c, Kinship kinship) {
        return followed(c, FirstPayment.giveUp(state, c), kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Renew c, References references, Kinship kinship) {
        return followed(
                c,
                HeldAddons.held(references, c.scope(), SubscriptionDecider.renew(state, c)),
                kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeHeirs c, Subscribers subscribers, Kinship kinship) {
        return followed(
                c,
                Kinship.secured(FamilyDecider.change(state, c), subscribers, c.scope(), c.added()),
                kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Disinherit c) {
        return settle(id, FamilyDecider.disinherit(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeGroup c, Kinship kinship) {
        return followed(c, GroupDecider.change(state, c), kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.JoinGroup c) {
        return settle(id, GroupDecider.join(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.LeaveGroup c, Kinship kinship) {
        Decision<SubscriptionEvent> decision = GroupDecider.leave(state, c);
        kinship.free(c.scope(), c.subscriptionId(), c.parentId());
        return settle(id, decision);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.SyncLines c) {
        return settle(id, SubscriptionDecider.sync(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ChangeLines c, References references) {
        return settle(
                id, HeldAddons.held(references, c.scope(), SubscriptionDecider.change(state, c)));
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
    Receipt handle(SubscriptionCommand.ChangeTrial c) {
        return settle(id, TrialDecider.change(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Remeter c) {
        return settle(id, RemeterDecider.remeter(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.ScheduleChange c) {
        return settle(id, PlanDecider.schedule(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.WithdrawChange c) {
        return settle(id, PlanDecider.withdraw(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Pause c) {
        return settle(id, PauseDecider.pause(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.BeginPause c, Kinship kinship) {
        return followed(c, PauseDecider.begin(state, c), kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.Resume c, Kinship kinship) {
        return followed(c, PauseDecider.resume(state, c), kinship);
    }

    @CommandHandler
    Receipt handle(
            SubscriptionCommand.Cancel c,
            Subscribers subscribers,
            References references,
            Kinship kinship) {
        Decision<SubscriptionEvent> decision =
                HeldAddons.dropped(
                        references,
                        c.scope(),
                        state.following(),
                        SubscriptionDecider.cancel(state, c));
        Successor next = c.successor();
        return followed(
                c,
                next == null
                        ? decision
                        : secured(
                                decision,
                                c.scope(),
                                next.id(),
                                next.terms(),
                                subscribers,
                                references),
                kinship);
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.WithdrawCancellation c, References references) {
        return settle(
                id,
                HeldAddons.dropped(
                        references,
                        c.scope(),
                        state.following(),
                        SubscriptionDecider.withdraw(state, c)));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.CrossThreshold c) {
        return settle(id, ThresholdDecider.cross(state, c));
    }

    @CommandHandler
    Receipt handle(SubscriptionCommand.End c, Kinship kinship) {
        return followed(c, SubscriptionDecider.end(state, c), kinship);
    }

    private Receipt followed(
            SubscriptionCommand c, Decision<SubscriptionEvent> decision, Kinship kinship) {
        return settle(
                id,
                state.agreed()
                        .map(terms -> kinship.following(decision, c.scope(), terms))
                        .orElse(decision));
    }

    @EventSourcingHandler
    void on(SubscriptionEvent e) {
        id = e.subscriptionId();
        state = state.evolve(e);
    }
}

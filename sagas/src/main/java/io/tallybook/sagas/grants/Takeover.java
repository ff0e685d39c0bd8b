package io.tallybook.sagas.grants;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Grantee;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Gives a subscription credit grants of its own after those of its plan and its addons, as they are
 * when it begins; what becomes of the plan's later does not touch them.
 *
 * <p>Every id follows from the plan's or addon's grant, the subscription and what brought them
 * together, so a repeat makes nothing twice.
 */
@ProcessingGroup(Takeover.PROCESSOR)
public final class Takeover {
    public static final String PROCESSOR = "process.grants";
    private static final String NAME = "grants";

    private final Subscriptions subscriptions;
    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final GrantsOfPlans taken;

    public Takeover(
            Subscriptions subscriptions,
            QueryGateway queries,
            ProcessCommands commands,
            GrantsOfPlans taken) {
        this.subscriptions = subscriptions;
        this.queries = queries;
        this.commands = commands;
        this.taken = taken;
    }

    /**
     * What brings a grant and a subscription together.
     *
     * @param key tells it from another time that the same two come together
     */
    private record Meeting(
            SubscriptionId subscription,
            SubscriptionTerms terms,
            Instant from,
            String key,
            Occurrence when) {}

    @EventHandler
    void on(SubscriptionEvent event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        switch (event) {
            case SubscriptionEvent.Activated e -> activated(e, when);
            case SubscriptionEvent.LinesChanged e -> {
                Amendment amendment = e.amendment();
                if (amendment != null) {
                    amended(e.subscriptionId(), amendment, when);
                }
            }
            case SubscriptionEvent.Cancelled e -> cancelled(e, when);
            case SubscriptionEvent.Drafted _,
                    SubscriptionEvent.HeirsChanged _,
                    SubscriptionEvent.GroupChanged _,
                    SubscriptionEvent.GroupJoined _,
                    SubscriptionEvent.GroupLeft _,
                    SubscriptionEvent.Remetered _,
                    SubscriptionEvent.ChangeScheduled _,
                    SubscriptionEvent.ChangeWithdrawn _,
                    SubscriptionEvent.PauseScheduled _,
                    SubscriptionEvent.PauseWithdrawn _,
                    SubscriptionEvent.Paused _,
                    SubscriptionEvent.Resumed _,
                    SubscriptionEvent.Renewed _,
                    SubscriptionEvent.TrialChanged _,
                    SubscriptionEvent.TrialEnded _,
                    SubscriptionEvent.PaymentAwaited _,
                    SubscriptionEvent.PaymentArrived _,
                    SubscriptionEvent.PaymentMissed _,
                    SubscriptionEvent.ThresholdCrossed _,
                    SubscriptionEvent.CancellationScheduled _,
                    SubscriptionEvent.CancellationWithdrawn _ -> {}
        }
    }

    private void activated(SubscriptionEvent.Activated event, Occurrence when) {
        SubscriptionTerms terms = event.terms();
        // The plan gives to the subscription that is shared, once.
        if (terms.type() == SubscriptionType.INHERITED) {
            return;
        }
        var beginning =
                new Meeting(event.subscriptionId(), terms, terms.startDate(), "beginning", when);
        ofPlan(terms.planId(), beginning);
        terms.addons().forEach(addon -> ofAddon(addon, beginning));
    }

    private void amended(SubscriptionId subscription, Amendment amendment, Occurrence when) {
        PlanId plan = amendment.planId();
        if (plan == null && amendment.addons().isEmpty()) {
            return;
        }
        var change =
                new Meeting(
                        subscription,
                        subscriptions.termsOf(when.scope(), subscription),
                        amendment.at(),
                        amendment.changeId(),
                        when);
        if (plan != null) {
            for (CreditGrantId left : taken.of(subscription)) {
                end(left, amendment.at(), Because.PLAN_LEFT, when);
            }
            taken.forget(subscription);
            ofPlan(plan, change);
        }
        amendment.addons().forEach(addon -> ofAddon(addon, change));
    }

    private void ofPlan(PlanId plan, Meeting meeting) {
        for (CreditGrantView grant : grantsOf(plan.value(), meeting.when())) {
            taken.remember(meeting.subscription(), takeOver(grant, meeting, null));
        }
    }

    private void ofAddon(AddonAssociation addon, Meeting meeting) {
        var own =
                new Meeting(
                        meeting.subscription(),
                        meeting.terms(),
                        addon.startDate(),
                        addon.id().value(),
                        meeting.when());
        for (CreditGrantView grant : grantsOf(addon.addonId().value(), meeting.when())) {
            takeOver(grant, own, addon.id());
        }
    }

    private CreditGrantId takeOver(
            CreditGrantView grant, Meeting meeting, @Nullable AddonAssociationId instance) {
        CreditGrantId id =
                CreditGrantId.of(
                        Ulid.derived(
                                meeting.from(),
                                "takeover",
                                grant.id().value(),
                                meeting.subscription().value(),
                                meeting.key()));
        commands.send(
                NAME,
                meeting.when(),
                new CreditGrantCommand.Create(
                        id,
                        meeting.when().scope(),
                        meeting.when().effectiveAt(),
                        document(grant, meeting, instance)));
        return id;
    }

    private static CreditGrantDocument document(
            CreditGrantView grant, Meeting meeting, @Nullable AddonAssociationId instance) {
        CreditGrantDocument its = grant.grant();
        SubscriptionTerms terms = meeting.terms();
        Instant start = its.startDate();
        Instant from = start != null && start.isAfter(meeting.from()) ? start : meeting.from();
        return its.givenTo(
                its.target().takenOver(grant.id(), meeting.subscription(), instance),
                new Grantee(
                        terms.payer(),
                        terms.currency(),
                        terms.timezone(),
                        terms.billingAnchor(),
                        terms.arranged().prorationBehavior()),
                from);
    }

    // What is due finds out by itself that nobody is served any more; this says it at once.
    private void cancelled(SubscriptionEvent.Cancelled event, Occurrence when) {
        for (CreditGrantView grant : grantsOf(event.subscriptionId().value(), when)) {
            end(grant.id(), event.cancelledAt(), Because.SUBSCRIPTION_ENDED, when);
        }
    }

    private void end(CreditGrantId grant, Instant at, Because because, Occurrence when) {
        commands.send(NAME, when, new CreditGrantCommand.End(grant, when.scope(), at, because));
    }

    private List<CreditGrantView> grantsOf(String holder, Occurrence when) {
        return Replies.of(
                        queries.query(
                                new CreditGrantQuery.OfHolders(when.scope(), List.of(holder)),
                                ResponseTypes.instanceOf(CreditGrantQuery.Page.class)))
                .items();
    }
}

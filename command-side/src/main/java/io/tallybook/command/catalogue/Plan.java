package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A plan, in Axon's terms. */
@Aggregate(type = "plan", cache = "aggregateCache")
class Plan {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private PlanId id;

    private PlanState state = new PlanState.Absent();

    Plan() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PlanCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.planId(), uniqueness.secure(PlanDecider.create(state, c), PlanDecider.unique(c)));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PlanCommand.CreatePriced c, Uniqueness uniqueness, References references) {
        Decision<PlanEvent.Created> decision =
                PricedPlanDecider.secured(
                        PricedPlanDecider.create(state, c), c, uniqueness, references);
        Receipt receipt = settle(c.planId(), decision);
        if (decision instanceof Decision.Accepted<PlanEvent.Created>) {
            PricedPlanDecider.meters(c).forEach(Meter::make);
            PricedPlanDecider.features(c).forEach(Feature::make);
            PricedPlanDecider.prices(c).forEach(Price::make);
        }
        return receipt;
    }

    @CommandHandler
    Receipt handle(PlanCommand.Update c, Uniqueness uniqueness) {
        Decision<PlanEvent.Updated> decision =
                uniqueness.secure(PlanDecider.update(state, c), PlanDecider.wanted(c));
        return settle(id, uniqueness.free(decision, PlanDecider.givenUp(state, c)));
    }

    @CommandHandler
    Receipt handle(PlanCommand.Delete c, Uniqueness uniqueness, Subscribers subscribers) {
        var decision = uniqueness.free(PlanDecider.delete(state, c), PlanDecider.held(state, id));
        return settle(id, subscribers.withdraw(decision, c.scope(), id));
    }

    @EventSourcingHandler
    void on(PlanEvent e) {
        id = e.planId();
        state = state.evolve(e);
    }
}

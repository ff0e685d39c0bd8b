package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

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
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private PlanId id;

    private PlanState state = new PlanState.Absent();

    Plan() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PlanCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.planId(), uniqueness.secure(PlanDecider.create(state, c), PlanDecider.unique(c)));
    }

    @EventSourcingHandler
    void on(PlanEvent e) {
        id = e.planId();
        state = state.evolve(e);
    }
}

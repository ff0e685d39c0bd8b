package io.tallybook.command.plansync;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A synchronisation of a plan, in Axon's terms. */
@Aggregate(type = "plan_sync", cache = "aggregateCache")
class PlanSync {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private PlanSyncId id;

    private PlanSyncState state = new PlanSyncState.Absent();

    PlanSync() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PlanSyncCommand.Begin c, Uniqueness uniqueness) {
        return settle(
                c.planSyncId(),
                PlanSyncDecider.alone(uniqueness, PlanSyncDecider.begin(state, c), c));
    }

    @CommandHandler
    Receipt handle(PlanSyncCommand.PlanStep c) {
        return settle(c.planSyncId(), PlanSyncDecider.plan(state, c));
    }

    @CommandHandler
    Receipt handle(PlanSyncCommand.FinishStep c, Uniqueness uniqueness) {
        return settle(
                c.planSyncId(),
                PlanSyncDecider.released(uniqueness, state, PlanSyncDecider.finish(state, c)));
    }

    @EventSourcingHandler
    void on(PlanSyncEvent e) {
        id = e.planSyncId();
        state = state.evolve(e);
    }
}

package io.tallybook.api.memory;

import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlanSyncQuery;
import io.tallybook.core.plansync.PlanSyncView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Synchronisations that begin and never come to anything. */
public final class MemoryPlanSyncs {
    private final Shelf<PlanSyncView> syncs =
            new Shelf<PlanSyncView>()
                    .field("plan_id", sync -> sync.planId().value())
                    .field("status", sync -> sync.status().name());

    @CommandHandler
    Receipt handle(PlanSyncCommand.Begin c) {
        if (syncs.first(c.scope(), "plan_id", c.planId().value()).isPresent()) {
            throw MemoryEngine.refused(
                    new Rejection(
                            Rejection.Reason.CONFLICT,
                            "a synchronisation of plan '" + c.planId() + "' is running",
                            Map.of("plan_id", c.planId().value())));
        }
        syncs.put(
                new PlanSyncView(
                        c.planSyncId(),
                        c.scope(),
                        c.planId(),
                        PlanSyncView.Status.RUNNING,
                        PlanSyncView.Tally.NONE,
                        c.at(),
                        null,
                        MemoryEngine.stamp(c)));
        return new Receipt(c.planSyncId().value(), 0);
    }

    @QueryHandler
    Optional<PlanSyncView> answer(PlanSyncQuery.ById q) {
        return syncs.byId(q.scope(), q.id());
    }

    @QueryHandler
    PlanSyncQuery.Page answer(PlanSyncQuery.Search q) {
        var found = syncs.search(q.scope(), q.spec());
        return new PlanSyncQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    PlanSyncQuery.Results answer(PlanSyncQuery.ResultsOf q) {
        return new PlanSyncQuery.Results(List.of());
    }
}

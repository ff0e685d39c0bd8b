package io.tallybook.core.plansync;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a synchronisation of a plan. */
public sealed interface PlanSyncCommand extends Command {
    @TargetAggregateIdentifier
    PlanSyncId planSyncId();

    /** Begins one; refused while another one of the same plan runs. */
    record Begin(PlanSyncId planSyncId, Scope scope, Instant at, PlanId planId)
            implements PlanSyncCommand {}

    /**
     * Says what the next subscriptions lack, before any of it is done.
     *
     * @param step the first is 0
     * @param last the last subscription that was looked at; absent if none is left to look at
     */
    record PlanStep(
            PlanSyncId planSyncId,
            Scope scope,
            Instant at,
            int step,
            List<PlannedChange> changes,
            @Nullable SubscriptionId last)
            implements PlanSyncCommand {
        public PlanStep {
            changes = List.copyOf(changes);
        }
    }

    /** Says what became of the subscriptions of a step; the one after the last completes all. */
    record FinishStep(
            PlanSyncId planSyncId, Scope scope, Instant at, int step, List<SyncResult> results)
            implements PlanSyncCommand {
        public FinishStep {
            results = List.copyOf(results);
        }
    }
}

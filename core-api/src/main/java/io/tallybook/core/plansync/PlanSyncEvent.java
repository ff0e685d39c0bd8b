package io.tallybook.core.plansync;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened in a synchronisation of a plan. */
public sealed interface PlanSyncEvent {
    PlanSyncId planSyncId();

    /** It began, and no other one of this plan may until it is complete. */
    record Begun(PlanSyncId planSyncId, Scope scope, PlanId planId, Instant begunAt)
            implements PlanSyncEvent {}

    /**
     * It was found what some subscriptions lack; that is what will be done, once, however often it
     * is cut short.
     *
     * @param last the last subscription that was looked at; absent if none is left to look at
     */
    record StepPlanned(
            PlanSyncId planSyncId,
            int step,
            PlanId planId,
            List<PlannedChange> changes,
            @Nullable SubscriptionId last)
            implements PlanSyncEvent {
        public StepPlanned {
            changes = List.copyOf(changes);
        }
    }

    /**
     * It was done.
     *
     * @param planId the plan, and
     * @param last the last subscription that was looked at: from there it goes on; absent if none
     *     is left to look at
     */
    record StepFinished(
            PlanSyncId planSyncId,
            int step,
            PlanId planId,
            List<SyncResult> results,
            @Nullable SubscriptionId last)
            implements PlanSyncEvent {
        public StepFinished {
            results = List.copyOf(results);
        }
    }

    /** Every subscription was looked at. */
    record Completed(PlanSyncId planSyncId, PlanId planId, Instant completedAt)
            implements PlanSyncEvent {}
}

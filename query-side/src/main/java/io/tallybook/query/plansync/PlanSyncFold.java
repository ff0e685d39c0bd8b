package io.tallybook.query.plansync;

import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.core.plansync.PlanSyncView.Status;
import io.tallybook.core.plansync.PlanSyncView.Tally;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** How far a synchronisation has come. */
public final class PlanSyncFold implements Fold<PlanSyncView, PlanSyncEvent> {
    @Override
    public PlanSyncView on(@Nullable PlanSyncView current, PlanSyncEvent event, Recorded info) {
        return switch (event) {
            case PlanSyncEvent.Begun e ->
                    new PlanSyncView(
                            e.planSyncId(),
                            e.scope(),
                            e.planId(),
                            Status.RUNNING,
                            Tally.NONE,
                            e.begunAt(),
                            null,
                            info.firstStamp());
            case PlanSyncEvent.StepPlanned _ -> {
                PlanSyncView before = Fold.begun(current, event);
                yield with(before, before.tally(), info);
            }
            case PlanSyncEvent.StepFinished e -> {
                PlanSyncView before = Fold.begun(current, event);
                Tally tally = before.tally();
                for (SyncResult result : e.results()) {
                    tally = tally.plus(result.outcome());
                }
                yield with(before, tally, info);
            }
            case PlanSyncEvent.Completed e -> {
                PlanSyncView before = Fold.begun(current, event);
                yield new PlanSyncView(
                        before.id(),
                        before.scope(),
                        before.planId(),
                        Status.COMPLETED,
                        before.tally(),
                        before.begunAt(),
                        e.completedAt(),
                        info.stampAfter(before.stamp()));
            }
        };
    }

    private static PlanSyncView with(PlanSyncView before, Tally tally, Recorded info) {
        return new PlanSyncView(
                before.id(),
                before.scope(),
                before.planId(),
                before.status(),
                tally,
                before.begunAt(),
                before.completedAt(),
                info.stampAfter(before.stamp()));
    }
}

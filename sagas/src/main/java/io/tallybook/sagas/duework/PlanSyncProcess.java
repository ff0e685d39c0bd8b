package io.tallybook.sagas.duework;

import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.DueChange.Settle;
import io.tallybook.sagas.duework.DueChange.SettleFrom;
import java.util.List;

/**
 * What a synchronisation of a plan still owes: first to find what some subscriptions lack, then to
 * give it to them, then the next ones, until none is left.
 *
 * <pre>
 *  begun ─► find (0) ─► give (1) ─► find (2) ─► give (3) ─► … ─► completed
 * </pre>
 */
final class PlanSyncProcess {
    private PlanSyncProcess() {}

    static List<DueChange> react(PlanSyncEvent event, Occurrence when) {
        var sync = event.planSyncId();
        return switch (event) {
            case PlanSyncEvent.Begun e ->
                    List.of(
                            owe(
                                    when,
                                    new Duty.SyncPlan(
                                            sync, 0, new Duty.SyncStep(e.planId(), null, null))));
            case PlanSyncEvent.StepPlanned e ->
                    List.of(
                            new Settle(DueKind.SYNC_PLAN, sync, 2 * e.step()),
                            owe(
                                    when,
                                    new Duty.SyncPlan(
                                            sync,
                                            2 * e.step() + 1,
                                            new Duty.SyncStep(e.planId(), e.last(), e.changes()))));
            case PlanSyncEvent.StepFinished e -> {
                var settled = new Settle(DueKind.SYNC_PLAN, sync, 2 * e.step() + 1);
                yield e.last() == null
                        ? List.of(settled)
                        : List.of(
                                settled,
                                owe(
                                        when,
                                        new Duty.SyncPlan(
                                                sync,
                                                2 * e.step() + 2,
                                                new Duty.SyncStep(e.planId(), e.last(), null))));
            }
            case PlanSyncEvent.Completed _ -> List.of(new SettleFrom(DueKind.SYNC_PLAN, sync, 0));
        };
    }

    private static DueChange owe(Occurrence when, Duty duty) {
        return new Owe(when.scope(), when.effectiveAt(), duty);
    }
}

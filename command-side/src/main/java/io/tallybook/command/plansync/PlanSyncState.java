package io.tallybook.command.plansync;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.plansync.PlanSyncEvent;

/** How far a synchronisation has come, as far as its rules need it. */
sealed interface PlanSyncState {
    /** It does not exist yet. */
    record Absent() implements PlanSyncState {}

    /**
     * The subscriptions of a step are to be looked at.
     *
     * @param step the next one
     */
    record Looking(PlanSyncEvent.Begun begun, int step) implements PlanSyncState {}

    /** It is known what they lack. */
    record Planned(PlanSyncEvent.Begun begun, PlanSyncEvent.StepPlanned plan)
            implements PlanSyncState {}

    /** Every subscription was looked at. */
    record Complete(PlanSyncEvent.Begun begun) implements PlanSyncState {}

    default PlanSyncState evolve(PlanSyncEvent event) {
        return switch (event) {
            case PlanSyncEvent.Begun e -> new Looking(e, 0);
            case PlanSyncEvent.StepPlanned e -> new Planned(begun(e), e);
            case PlanSyncEvent.StepFinished e -> new Looking(begun(e), e.step() + 1);
            case PlanSyncEvent.Completed e -> new Complete(begun(e));
        };
    }

    private PlanSyncEvent.Begun begun(PlanSyncEvent e) {
        return switch (this) {
            case Looking(var begun, var _) -> begun;
            case Planned(var begun, var _) -> begun;
            case Absent _, Complete _ ->
                    throw new InvariantViolated(
                            "events_follow_the_life_cycle", e.planSyncId(), this, e);
        };
    }
}

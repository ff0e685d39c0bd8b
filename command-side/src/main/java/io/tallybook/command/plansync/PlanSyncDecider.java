package io.tallybook.command.plansync;

import io.tallybook.command.Decision;
import io.tallybook.command.plansync.PlanSyncState.Absent;
import io.tallybook.command.plansync.PlanSyncState.Complete;
import io.tallybook.command.plansync.PlanSyncState.Looking;
import io.tallybook.command.plansync.PlanSyncState.Planned;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlanSyncCommand.Begin;
import io.tallybook.core.plansync.PlanSyncCommand.FinishStep;
import io.tallybook.core.plansync.PlanSyncCommand.PlanStep;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.SyncResult;
import java.util.List;
import java.util.Map;

/**
 * The order of a synchronisation: a step is planned, then finished, and what was planned does not
 * change, so that one that was cut short gives every subscription the same as one that was not.
 */
final class PlanSyncDecider {
    private static final String KIND = "plan synchronisation";

    private PlanSyncDecider() {}

    static Decision<PlanSyncEvent.Begun> begin(PlanSyncState state, Begin c) {
        var begun = new PlanSyncEvent.Begun(c.planSyncId(), c.scope(), c.planId(), c.at());
        return switch (state) {
            case Absent() -> Decision.accepted(begun);
            case Looking(var before, var _) -> repeated(before, begun);
            case Planned(var before, var _) -> repeated(before, begun);
            case Complete(var before) -> repeated(before, begun);
        };
    }

    private static Decision<PlanSyncEvent.Begun> repeated(
            PlanSyncEvent.Begun before, PlanSyncEvent.Begun now) {
        if (!before.scope().equals(now.scope())) {
            return Decision.notFound(KIND, now.planSyncId());
        }
        return before.planId().equals(now.planId())
                ? Decision.alreadyDone()
                : Decision.refused(Rejection.conflict(now.planSyncId().value()));
    }

    /** A step that was planned before stays as it was. */
    static Decision<PlanSyncEvent> plan(PlanSyncState state, PlanStep c) {
        return switch (state) {
            case Looking(var begun, var step) when isOf(begun, c) && step == c.step() ->
                    Decision.accepted(
                            new PlanSyncEvent.StepPlanned(
                                    c.planSyncId(),
                                    c.step(),
                                    begun.planId(),
                                    c.changes(),
                                    c.last()));
            case Looking(var begun, var step) when isOf(begun, c) -> passed(c.step() < step, c);
            case Planned(var begun, var plan) when isOf(begun, c) ->
                    passed(c.step() <= plan.step(), c);
            case Complete(var begun) when isOf(begun, c) -> Decision.alreadyDone();
            case Absent _, Looking _, Planned _, Complete _ ->
                    Decision.notFound(KIND, c.planSyncId());
        };
    }

    /** Errors: a refusal if the results are not those of the subscriptions that were planned. */
    static Decision<PlanSyncEvent> finish(PlanSyncState state, FinishStep c) {
        return switch (state) {
            case Planned(var begun, var plan) when isOf(begun, c) && plan.step() == c.step() ->
                    finished(begun, plan, c);
            case Planned(var begun, var plan) when isOf(begun, c) ->
                    passed(c.step() < plan.step(), c);
            case Looking(var begun, var step) when isOf(begun, c) -> passed(c.step() < step, c);
            case Complete(var begun) when isOf(begun, c) -> Decision.alreadyDone();
            case Absent _, Looking _, Planned _, Complete _ ->
                    Decision.notFound(KIND, c.planSyncId());
        };
    }

    private static Decision<PlanSyncEvent> finished(
            PlanSyncEvent.Begun begun, PlanSyncEvent.StepPlanned plan, FinishStep c) {
        List<PlannedChange> told = c.results().stream().map(SyncResult::change).toList();
        if (!told.equals(plan.changes())) {
            return Decision.refused(
                    Rejection.field(
                            "results",
                            told.size() + " of other changes",
                            "those of the " + plan.changes().size() + " that were planned"));
        }
        var finished =
                new PlanSyncEvent.StepFinished(
                        c.planSyncId(), c.step(), begun.planId(), c.results(), plan.last());
        return plan.last() == null
                ? Decision.accepted(
                        List.of(
                                finished,
                                new PlanSyncEvent.Completed(
                                        c.planSyncId(), begun.planId(), c.at())))
                : Decision.accepted(finished);
    }

    /** The decision to begin, as long as no other one of the plan runs. */
    static Decision<PlanSyncEvent.Begun> alone(
            Uniqueness uniqueness, Decision<PlanSyncEvent.Begun> decision, Begin c) {
        if (!(decision instanceof Decision.Accepted<PlanSyncEvent.Begun>(var events))
                || uniqueness.claim(lock(events.getFirst()))) {
            return decision;
        }
        return Decision.refused(
                new Rejection(
                        Rejection.Reason.CONFLICT,
                        "a synchronisation of plan '" + c.planId() + "' is running",
                        Map.of("plan_id", c.planId().value())));
    }

    /** The decision; if it completes the synchronisation, another one of the plan may begin. */
    static Decision<PlanSyncEvent> released(
            Uniqueness uniqueness, PlanSyncState state, Decision<PlanSyncEvent> decision) {
        if (decision instanceof Decision.Accepted<PlanSyncEvent>(var events)
                && events.getLast() instanceof PlanSyncEvent.Completed
                && state instanceof Planned(var begun, var _)) {
            uniqueness.release(lock(begun));
        }
        return decision;
    }

    private static Claim lock(PlanSyncEvent.Begun begun) {
        return Claim.in(
                begun.scope(),
                "plan_sync.running",
                "plan_id",
                begun.planId().value(),
                begun.planSyncId());
    }

    private static boolean isOf(PlanSyncEvent.Begun begun, PlanSyncCommand c) {
        Scope own = begun.scope();
        return own.equals(c.scope());
    }

    private static Decision<PlanSyncEvent> passed(boolean isBehind, PlanSyncCommand c) {
        PlanSyncId id = c.planSyncId();
        return isBehind
                ? Decision.alreadyDone()
                : Decision.refused(
                        Rejection.invalidOperation(
                                "synchronisation '" + id + "' has not come to this step yet"));
    }
}

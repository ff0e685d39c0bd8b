package io.tallybook.command.plansync;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.plansync.PlanSyncCommand.Begin;
import io.tallybook.core.plansync.PlanSyncCommand.FinishStep;
import io.tallybook.core.plansync.PlanSyncCommand.PlanStep;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanSyncTest {
    private static final PlanSyncId ID = PlanSyncId.of(ulid("sync"));
    private static final PlanSyncId SECOND = PlanSyncId.of(ulid("second sync"));
    private static final PlanId PLAN = PlanId.of(ulid("synced plan"));
    private static final PlanId OTHER_PLAN = PlanId.of(ulid("other plan"));
    private static final Begin BEGIN = new Begin(ID, SCOPE, NOW, PLAN);
    private static final PlanSyncEvent BEGUN = new PlanSyncEvent.Begun(ID, SCOPE, PLAN, NOW);
    private static final PlannedChange CHANGE =
            new PlannedChange(
                    SUBSCRIPTION,
                    List.of(new PlannedChange.PriceMove(PriceId.of(ulid("new")), NOW)),
                    List.of());
    private static final SyncResult DONE = new SyncResult(CHANGE, SyncResult.Outcome.CHANGED, null);

    private final Spec<PlanSync> sync = Spec.of(PlanSync.class);

    private static PlanStep plan(int step, @Nullable SubscriptionId last) {
        return new PlanStep(ID, SCOPE, NOW, step, List.of(CHANGE), last);
    }

    private static PlanSyncEvent planned(int step, @Nullable SubscriptionId last) {
        return new PlanSyncEvent.StepPlanned(ID, step, PLAN, List.of(CHANGE), last);
    }

    private static FinishStep finish(int step) {
        return new FinishStep(ID, SCOPE, NOW, step, List.of(DONE));
    }

    private static PlanSyncEvent finished(int step, @Nullable SubscriptionId last) {
        return new PlanSyncEvent.StepFinished(ID, step, PLAN, List.of(DONE), last);
    }

    private static PlanSyncEvent completed() {
        return new PlanSyncEvent.Completed(ID, PLAN, NOW);
    }

    @Test
    void itBeginsOnce() {
        sync.when(BEGIN).happens(ID, BEGUN);
        sync.given(BEGUN).when(BEGIN).nothingHappens(ID);
        sync.given(BEGUN)
                .when(new Begin(ID, SCOPE, NOW, OTHER_PLAN))
                .isRefused(Reason.CONFLICT, ID.value());
        sync.given(BEGUN).when(new Begin(ID, OTHER_SCOPE, NOW, PLAN)).isNotFound();
        sync.given(BEGUN, planned(0, null)).when(BEGIN).nothingHappens(ID);
        sync.given(BEGUN, planned(0, null), finished(0, null), completed())
                .when(BEGIN)
                .nothingHappens(ID);
    }

    @Test
    void anotherOneOfThePlanWaitsUntilItIsComplete() {
        sync.when(BEGIN).happens(ID, BEGUN);
        sync.given()
                .when(new Begin(SECOND, SCOPE, NOW, PLAN))
                .isRefused(Reason.CONFLICT, "is running", PLAN.value());
        sync.given()
                .when(new Begin(SECOND, SCOPE, NOW, OTHER_PLAN))
                .happens(SECOND, new PlanSyncEvent.Begun(SECOND, SCOPE, OTHER_PLAN, NOW));
        sync.given(BEGUN, planned(0, null))
                .when(finish(0))
                .happens(ID, finished(0, null), completed());
        PlanSyncId third = PlanSyncId.of(ulid("third sync"));
        sync.given()
                .when(new Begin(third, SCOPE, NOW, PLAN))
                .happens(third, new PlanSyncEvent.Begun(third, SCOPE, PLAN, NOW));
    }

    @Test
    void whatWasPlannedDoesNotChange() {
        sync.given(BEGUN).when(plan(0, SUBSCRIPTION)).happens(ID, planned(0, SUBSCRIPTION));
        sync.given(BEGUN, planned(0, SUBSCRIPTION))
                .when(new PlanStep(ID, SCOPE, NOW, 0, List.of(), null))
                .nothingHappens(ID);
        sync.given(BEGUN, planned(0, SUBSCRIPTION), finished(0, SUBSCRIPTION))
                .when(plan(0, null))
                .nothingHappens(ID);
        sync.given(BEGUN, planned(0, SUBSCRIPTION), finished(0, SUBSCRIPTION))
                .when(plan(1, null))
                .happens(ID, planned(1, null));
    }

    @Test
    void aStepIsNotPassedOver() {
        sync.given(BEGUN).when(plan(1, null)).isRefused(Reason.INVALID_OPERATION);
        sync.given(BEGUN).when(finish(0)).isRefused(Reason.INVALID_OPERATION);
        sync.given(BEGUN, planned(0, null)).when(plan(1, null)).isRefused(Reason.INVALID_OPERATION);
        sync.given(BEGUN, planned(0, null)).when(finish(1)).isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void theResultsAreThoseOfWhatWasPlannedAndAreToldOnce() {
        sync.given(BEGUN, planned(0, SUBSCRIPTION))
                .when(new FinishStep(ID, SCOPE, NOW, 0, List.of()))
                .isRefusedFor("results");
        sync.given(BEGUN, planned(0, SUBSCRIPTION))
                .when(finish(0))
                .happens(ID, finished(0, SUBSCRIPTION));
        sync.given(BEGUN, planned(0, SUBSCRIPTION), finished(0, SUBSCRIPTION))
                .when(finish(0))
                .nothingHappens(ID);
        sync.given(
                        BEGUN,
                        planned(0, SUBSCRIPTION),
                        finished(0, SUBSCRIPTION),
                        planned(1, SUBSCRIPTION))
                .when(finish(0))
                .nothingHappens(ID);
        sync.given(BEGUN, planned(0, null), finished(0, null), completed())
                .when(finish(0))
                .nothingHappens(ID);
        sync.given(BEGUN, planned(0, null), finished(0, null), completed())
                .when(plan(0, null))
                .nothingHappens(ID);
    }

    @Test
    void nobodyElseSeesIt() {
        sync.given(BEGUN).when(new PlanStep(ID, OTHER_SCOPE, NOW, 0, List.of(), null)).isNotFound();
        sync.given(BEGUN, planned(0, null))
                .when(new FinishStep(ID, OTHER_SCOPE, NOW, 0, List.of(DONE)))
                .isNotFound();
    }
}

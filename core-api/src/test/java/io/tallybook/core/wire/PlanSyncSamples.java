package io.tallybook.core.wire;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.PlannedChange.PriceMove;
import io.tallybook.core.plansync.SyncResult;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Instant;
import java.util.List;

/** One event of each kind about the synchronisation of a plan. */
final class PlanSyncSamples {
    private static final Instant MOMENT = Instant.parse("2023-12-01T02:00:00Z");
    private static final PlanSyncId SYNC = PlanSyncId.of(ulid("plan sync"));
    private static final PlanId PLAN = PlanId.of(ulid("plan"));
    private static final SubscriptionId SUBSCRIPTION = SubscriptionId.of(ulid("subscription"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));
    private static final PlannedChange CHANGE =
            new PlannedChange(
                    SUBSCRIPTION,
                    List.of(new PriceMove(PriceId.of(ulid("new price")), MOMENT)),
                    List.of(new PriceMove(PriceId.of(ulid("price")), MOMENT)));

    private PlanSyncSamples() {}

    static List<Object> all() {
        return List.of(
                new PlanSyncEvent.Begun(SYNC, SCOPE, PLAN, MOMENT),
                new PlanSyncEvent.StepPlanned(SYNC, 0, PLAN, List.of(CHANGE), SUBSCRIPTION),
                new PlanSyncEvent.StepFinished(
                        SYNC,
                        0,
                        PLAN,
                        List.of(
                                new SyncResult(
                                        CHANGE,
                                        SyncResult.Outcome.FAILED,
                                        "subscription has ended")),
                        SUBSCRIPTION),
                new PlanSyncEvent.Completed(SYNC, PLAN, MOMENT));
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(MOMENT, name);
    }
}

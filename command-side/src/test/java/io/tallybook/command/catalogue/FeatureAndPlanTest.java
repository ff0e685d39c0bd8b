package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.FEATURE;
import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeatureAndPlanTest {
    private final Spec<Feature> feature = Spec.of(Feature.class);
    private final Spec<Plan> plan = Spec.of(Plan.class);

    private static FeatureDocument document(
            String name, FeatureType type, @Nullable MeterId meter) {
        return new FeatureDocument(name, type, "api-calls", null, meter, "call", "calls", Map.of());
    }

    private static FeatureCommand.Create create(FeatureId id, Scope scope, FeatureDocument doc) {
        return new FeatureCommand.Create(id, scope, NOW, doc);
    }

    private static FeatureCommand.Create create(FeatureDocument doc) {
        return create(FEATURE, SCOPE, doc);
    }

    private static PlanCommand.Create create(PlanId id, Scope scope, String name, String key) {
        return new PlanCommand.Create(
                id, scope, NOW, new PlanDocument(name, key, null, null, Map.of()));
    }

    private static PlanEvent.Created planned(String name) {
        return new PlanEvent.Created(
                PLAN, SCOPE, new PlanDocument(name, "pro", null, null, Map.of()));
    }

    @Test
    void aMeteredFeatureHasAMeter() {
        FeatureDocument metered = document("Calls", FeatureType.METERED, METER);
        feature.when(create(metered))
                .happens(FEATURE, new FeatureEvent.Created(FEATURE, SCOPE, metered));
        Spec.of(Feature.class)
                .when(create(document("Calls", FeatureType.METERED, null)))
                .isRefusedFor("meter_id", "with type METERED");
    }

    @Test
    void noOtherFeatureHasAMeter() {
        feature.when(create(document("Calls", FeatureType.BOOLEAN, METER)))
                .isRefusedFor("meter_id", "none with type BOOLEAN");
        Spec.of(Feature.class)
                .when(create(document("Calls", FeatureType.STATIC, METER)))
                .isRefusedFor("meter_id");
    }

    @Test
    void aLookupKeyBelongsToOneFeatureOfAnEnvironment() {
        FeatureDocument flag = document("Flag", FeatureType.BOOLEAN, null);
        FeatureId second = FeatureId.of(ulid("second"));
        feature.when(create(flag)).happens(FEATURE, new FeatureEvent.Created(FEATURE, SCOPE, flag));
        feature.when(create(second, SCOPE, flag))
                .isRefused(Reason.ALREADY_EXISTS, "lookup_key", "api-calls");
    }

    @Test
    void aFeatureIsMadeOnce() {
        FeatureDocument flag = document("Flag", FeatureType.BOOLEAN, null);
        FeatureEvent.Created made = new FeatureEvent.Created(FEATURE, SCOPE, flag);
        feature.given(made).when(create(flag)).nothingHappens(FEATURE);
        Spec.of(Feature.class)
                .given(made)
                .when(create(document("Other", FeatureType.BOOLEAN, null)))
                .isRefused(Reason.CONFLICT);
        Spec.of(Feature.class).given(made).when(create(FEATURE, OTHER_SCOPE, flag)).isNotFound();
    }

    @Test
    void aFeatureHasAName() {
        feature.when(create(document("", FeatureType.STATIC, null))).isRefusedFor("name");
    }

    @Test
    void aPlanIsMadeOnce() {
        plan.when(create(PLAN, SCOPE, "Pro", "pro")).happens(PLAN, planned("Pro"));
        Spec.of(Plan.class)
                .given(planned("Pro"))
                .when(create(PLAN, SCOPE, "Pro", "pro"))
                .nothingHappens(PLAN);
        Spec.of(Plan.class)
                .given(planned("Pro"))
                .when(create(PLAN, SCOPE, "Pro 2", "pro"))
                .isRefused(Reason.CONFLICT);
        Spec.of(Plan.class)
                .given(planned("Pro"))
                .when(create(PLAN, OTHER_SCOPE, "Pro", "pro"))
                .isNotFound();
    }

    @Test
    void aLookupKeyBelongsToOnePlanOfAnEnvironment() {
        plan.when(create(PLAN, SCOPE, "Pro", "pro")).happens(PLAN, planned("Pro"));
        plan.when(create(PlanId.of(ulid("second")), SCOPE, "Pro", "pro"))
                .isRefused(Reason.ALREADY_EXISTS, "lookup_key", "pro");
    }

    @Test
    void aPlanHasANameAndNoEmptyLookupKey() {
        plan.when(create(PLAN, SCOPE, "", "pro")).isRefusedFor("name");
        Spec.of(Plan.class).when(create(PLAN, SCOPE, "Pro", "")).isRefusedFor("lookup_key");
    }

    private static PlanDocument plan(String name, @Nullable String key) {
        return new PlanDocument(name, key, null, 3, Map.of("tier", "gold"));
    }

    @Test
    void aPlanChangesAsAWhole() {
        PlanDocument now = plan("Pro 2", "pro");
        PlanEvent.Updated updated = new PlanEvent.Updated(PLAN, now);
        plan.given(planned("Pro"))
                .when(new PlanCommand.Update(PLAN, SCOPE, NOW, now))
                .happens(PLAN, updated);
        plan.given(planned("Pro"), updated)
                .when(new PlanCommand.Update(PLAN, SCOPE, NOW, now))
                .nothingHappens(PLAN);
        plan.given(planned("Pro"))
                .when(new PlanCommand.Update(PLAN, OTHER_SCOPE, NOW, now))
                .isNotFound();
        plan.given(planned("Pro"))
                .when(new PlanCommand.Update(PLAN, SCOPE, NOW, plan("", "pro")))
                .isRefusedFor("name");
    }

    @Test
    void aPlanTakesItsNewLookupKeyAndGivesTheOldOneUp() {
        PlanId second = PlanId.of(ulid("second"));
        plan.when(create(PLAN, SCOPE, "Pro", "pro")).happens(PLAN, planned("Pro"));
        plan.given(planned("Pro"))
                .when(new PlanCommand.Update(PLAN, SCOPE, NOW, plan("Pro", "gold")))
                .happens(PLAN, new PlanEvent.Updated(PLAN, plan("Pro", "gold")));
        plan.given()
                .when(create(second, SCOPE, "Pro", "gold"))
                .isRefused(Reason.ALREADY_EXISTS, "lookup_key", "gold");
        plan.when(create(second, SCOPE, "Pro", "pro"))
                .happens(
                        second,
                        new PlanEvent.Created(
                                second,
                                SCOPE,
                                new PlanDocument("Pro", "pro", null, null, Map.of())));
    }

    @Test
    void aDeletedPlanIsGoneAndItsLookupKeyIsFree() {
        PlanId second = PlanId.of(ulid("second"));
        PlanEvent.Deleted deleted = new PlanEvent.Deleted(PLAN);
        plan.when(create(PLAN, SCOPE, "Pro", "pro")).happens(PLAN, planned("Pro"));
        plan.given(planned("Pro"))
                .when(new PlanCommand.Delete(PLAN, SCOPE, NOW))
                .happens(PLAN, deleted);
        plan.given(planned("Pro"), deleted)
                .when(new PlanCommand.Delete(PLAN, SCOPE, NOW))
                .nothingHappens(PLAN);
        plan.given(planned("Pro"), deleted)
                .when(new PlanCommand.Update(PLAN, SCOPE, NOW, plan("Pro", "pro")))
                .isNotFound();
        plan.given(planned("Pro"), deleted)
                .when(create(PLAN, SCOPE, "Pro", "pro"))
                .nothingHappens(PLAN);
        plan.given(planned("Pro"))
                .when(new PlanCommand.Delete(PLAN, OTHER_SCOPE, NOW))
                .isNotFound();
        plan.given()
                .when(create(second, SCOPE, "Pro", "pro"))
                .happens(
                        second,
                        new PlanEvent.Created(
                                second,
                                SCOPE,
                                new PlanDocument("Pro", "pro", null, null, Map.of())));
    }

    @Test
    void aFeatureKeepsItsTypeAndItsMeter() {
        FeatureDocument metered = document("Calls", FeatureType.METERED, METER);
        FeatureEvent.Created made = new FeatureEvent.Created(FEATURE, SCOPE, metered);
        FeatureDocument renamed = document("All calls", FeatureType.METERED, METER);
        feature.given(made)
                .when(new FeatureCommand.Update(FEATURE, SCOPE, NOW, renamed))
                .happens(FEATURE, new FeatureEvent.Updated(FEATURE, renamed));
        feature.given(made)
                .when(
                        new FeatureCommand.Update(
                                FEATURE, SCOPE, NOW, document("Calls", FeatureType.BOOLEAN, null)))
                .isRefusedFor("type", "the one it has, METERED");
        feature.given(made)
                .when(
                        new FeatureCommand.Update(
                                FEATURE, SCOPE, NOW, metered.countedBy(MeterId.of(ulid("x")))))
                .isRefusedFor("meter_id", "the one it has");
    }

    @Test
    void aDeletedFeatureIsGoneAndItsLookupKeyIsFree() {
        FeatureDocument flag = document("Flag", FeatureType.BOOLEAN, null);
        FeatureEvent.Created made = new FeatureEvent.Created(FEATURE, SCOPE, flag);
        FeatureEvent.Deleted deleted = new FeatureEvent.Deleted(FEATURE);
        FeatureId second = FeatureId.of(ulid("second"));
        feature.when(create(flag)).happens(FEATURE, made);
        feature.given(made)
                .when(new FeatureCommand.Delete(FEATURE, SCOPE, NOW))
                .happens(FEATURE, deleted);
        feature.given(made, deleted)
                .when(new FeatureCommand.Delete(FEATURE, SCOPE, NOW))
                .nothingHappens(FEATURE);
        feature.given(made, deleted)
                .when(new FeatureCommand.Update(FEATURE, SCOPE, NOW, flag))
                .isNotFound();
        feature.given()
                .when(create(second, SCOPE, flag))
                .happens(second, new FeatureEvent.Created(second, SCOPE, flag));
    }

    @Test
    void aReportingUnitHasNamesAndAPositiveRate() {
        FeatureDocument flag = document("Flag", FeatureType.BOOLEAN, null);
        FeatureDocument shown =
                new FeatureDocument(
                        flag.name(),
                        flag.type(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        new FeatureDocument.ReportingUnit("", "k", null),
                        null);
        feature.when(create(shown)).isRefusedFor("reporting_unit.unit_singular");
    }
}

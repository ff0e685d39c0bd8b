package io.tallybook.command.entitlement;

import static io.tallybook.command.Some.FEATURE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.PLAN;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.Access;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.UsageReset;
import io.tallybook.core.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EntitlementTest {
    private static final EntitlementId ID = EntitlementId.of(ulid("entitlement"));
    private static final EntitlementId OTHER = EntitlementId.of(ulid("other"));
    private static final EntitlementDocument METERED = of(FeatureType.METERED, 10L, null);

    private final Spec<Entitlement> entitlement = Spec.of(Entitlement.class);

    private static EntitlementDocument of(
            FeatureType type, @Nullable Long limit, @Nullable String value) {
        return new EntitlementDocument(
                EntityType.PLAN,
                PLAN.value(),
                FEATURE,
                type,
                Access.ENABLED,
                limit,
                limit == null ? null : UsageReset.MONTHLY,
                LimitKind.HARD,
                value,
                Map.of(),
                null,
                null,
                null,
                null);
    }

    private static EntitlementDocument from(
            EntityType type,
            String entity,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable EntitlementId parent) {
        return new EntitlementDocument(
                type,
                entity,
                FEATURE,
                FeatureType.METERED,
                Access.ENABLED,
                10L,
                null,
                LimitKind.SOFT,
                null,
                Map.of(),
                null,
                start,
                end,
                parent);
    }

    private static EntitlementCommand.Create create(
            EntitlementId id, Scope scope, EntitlementDocument document) {
        return new EntitlementCommand.Create(id, scope, NOW, document);
    }

    private static EntitlementCommand.Create create(EntitlementDocument document) {
        return create(ID, SCOPE, document);
    }

    private static EntitlementCommand.Update update(Scope scope, EntitlementDocument document) {
        return new EntitlementCommand.Update(ID, scope, NOW, document);
    }

    private static EntitlementCommand.Delete delete(Scope scope) {
        return new EntitlementCommand.Delete(ID, scope, NOW);
    }

    private static EntitlementEvent.Created created(EntitlementDocument document) {
        return new EntitlementEvent.Created(ID, SCOPE, document);
    }

    @Test
    void aLimitIsGivenOfAMeteredFeature() {
        entitlement.when(create(METERED)).happens(ID, created(METERED));
    }

    @Test
    void aLimitMayBeNothingAtAllButNotLess() {
        EntitlementDocument none = of(FeatureType.METERED, 0L, null);
        entitlement.when(create(none)).happens(ID, created(none));
        Spec.of(Entitlement.class)
                .when(create(of(FeatureType.METERED, -1L, null)))
                .isRefusedFor("usage_limit", "0 or more");
    }

    @Test
    void onlyAMeteredFeatureHasALimit() {
        entitlement
                .when(create(of(FeatureType.BOOLEAN, 1L, null)))
                .isRefusedFor("usage_limit", "none, with feature_type BOOLEAN");
        entitlement
                .when(create(of(FeatureType.STATIC, 1L, "gold")))
                .isRefusedFor("usage_limit", "none, with feature_type STATIC");
    }

    @Test
    void aStaticFeatureHasAValueAndNoOtherHasOne() {
        EntitlementDocument gold = of(FeatureType.STATIC, null, "gold");
        entitlement.when(create(gold)).happens(ID, created(gold));
        Spec.of(Entitlement.class)
                .when(create(of(FeatureType.STATIC, null, null)))
                .isRefusedFor("static_value", "a value");
        Spec.of(Entitlement.class)
                .when(create(of(FeatureType.BOOLEAN, null, "gold")))
                .isRefusedFor("static_value", "none, with feature_type BOOLEAN");
    }

    @Test
    void onlyASubscriptionHasOneInsteadOfAnother() {
        EntitlementDocument own =
                from(EntityType.SUBSCRIPTION, SUBSCRIPTION.value(), null, null, OTHER);
        entitlement.when(create(own)).happens(ID, created(own));
        Spec.of(Entitlement.class)
                .when(create(from(EntityType.PLAN, PLAN.value(), null, null, OTHER)))
                .isRefusedFor("parent_entitlement_id", "none, with entity_type PLAN");
    }

    @Test
    void itEndsAfterItsStart() {
        entitlement
                .when(create(from(EntityType.PLAN, PLAN.value(), NOW, NOW, null)))
                .isRefusedFor("end_date", "a moment after start_date");
    }

    @Test
    void aPlanGivesAFeatureOnce() {
        entitlement.when(create(METERED)).happens(ID, created(METERED));
        entitlement
                .when(create(OTHER, SCOPE, METERED))
                .isRefused(Reason.ALREADY_EXISTS, "feature_id");
    }

    private static EntitlementDocument ofSubscription(
            SubscriptionId subscription, @Nullable EntitlementId parent) {
        return from(EntityType.SUBSCRIPTION, subscription.value(), null, null, parent);
    }

    private static EntitlementCommand.Create create(
            EntitlementId id, EntitlementDocument document, @Nullable SubscriptionId lineage) {
        return new EntitlementCommand.Create(id, SCOPE, NOW, document, lineage);
    }

    @Test
    void subscriptionsThatFollowEachOtherAreGivenAFeatureOnce() {
        EntitlementDocument first = ofSubscription(SUBSCRIPTION, null);
        EntitlementDocument third = ofSubscription(SubscriptionId.of(ulid("third")), null);
        entitlement.when(create(first)).happens(ID, created(first));
        entitlement
                .given()
                .when(create(OTHER, third, SUBSCRIPTION))
                .isRefused(
                        Reason.ALREADY_EXISTS,
                        "feature_id: expected",
                        "by " + ID,
                        "got %s of %s".formatted(FEATURE, third.entityId()));

        // As of one, there may be others instead of what a plan gives.
        EntitlementDocument instead = ofSubscription(SubscriptionId.of(ulid("third")), ID);
        entitlement
                .given()
                .when(create(OTHER, instead, SUBSCRIPTION))
                .happens(OTHER, new EntitlementEvent.Created(OTHER, SCOPE, instead, SUBSCRIPTION));
        entitlement
                .given()
                .when(create(ID, ofSubscription(SUBSCRIPTION, ID), null))
                .isRefused(Reason.ALREADY_EXISTS, "instead of " + ID, "by " + OTHER);

        entitlement
                .given(created(first))
                .when(delete(SCOPE))
                .happens(ID, new EntitlementEvent.Deleted(ID));
        EntitlementId again = EntitlementId.of(ulid("again"));
        var anew = new EntitlementEvent.Created(again, SCOPE, third, SUBSCRIPTION);
        entitlement.given().when(create(again, third, SUBSCRIPTION)).happens(again, anew);
        entitlement
                .given(anew)
                .when(new EntitlementCommand.Delete(again, SCOPE, NOW))
                .happens(again, new EntitlementEvent.Deleted(again));
        entitlement.given().when(create(first)).happens(ID, created(first));
    }

    @Test
    void whatWasDeletedMayBeGivenAnew() {
        entitlement.when(create(METERED)).happens(ID, created(METERED));
        entitlement
                .given(created(METERED))
                .when(delete(SCOPE))
                .happens(ID, new EntitlementEvent.Deleted(ID));
        entitlement
                .given()
                .when(create(OTHER, SCOPE, METERED))
                .happens(OTHER, new EntitlementEvent.Created(OTHER, SCOPE, METERED));
    }

    @Test
    void aRepeatedCreationIsTheSameOne() {
        entitlement.given(created(METERED)).when(create(METERED)).nothingHappens(ID);
        entitlement
                .given(created(METERED))
                .when(create(of(FeatureType.METERED, 11L, null)))
                .isRefused(Reason.CONFLICT);
        entitlement
                .given(created(METERED), new EntitlementEvent.Deleted(ID))
                .when(create(METERED))
                .nothingHappens(ID);
    }

    @Test
    void whatIsGivenMayChangeAndByWhomMayNot() {
        EntitlementDocument more = of(FeatureType.METERED, 20L, null);
        entitlement
                .given(created(METERED))
                .when(update(SCOPE, more))
                .happens(ID, new EntitlementEvent.Updated(ID, more));
        entitlement
                .given(created(METERED), new EntitlementEvent.Updated(ID, more))
                .when(update(SCOPE, more))
                .nothingHappens(ID);
        entitlement
                .given(created(METERED))
                .when(update(SCOPE, from(EntityType.PLAN, "plan_other", null, null, null)))
                .isRefusedFor("entity_id", "cannot be changed");
        entitlement
                .given(created(METERED))
                .when(update(SCOPE, of(FeatureType.BOOLEAN, null, null)))
                .isRefusedFor("feature_id", "cannot be changed");
        entitlement
                .given(created(METERED))
                .when(update(SCOPE, from(EntityType.PLAN, PLAN.value(), null, null, OTHER)))
                .isRefusedFor("parent_entitlement_id", "cannot be changed");
        entitlement
                .given(created(METERED))
                .when(update(SCOPE, of(FeatureType.METERED, -5L, null)))
                .isRefusedFor("usage_limit", "0 or more");
    }

    @Test
    void whatWasDeletedStaysSo() {
        entitlement
                .given(created(METERED), new EntitlementEvent.Deleted(ID))
                .when(update(SCOPE, of(FeatureType.METERED, 20L, null)))
                .isRefused(Reason.INVALID_OPERATION, "was deleted");
        entitlement
                .given(created(METERED), new EntitlementEvent.Deleted(ID))
                .when(delete(SCOPE))
                .nothingHappens(ID);
    }

    @Test
    void anothersIsNotSeen() {
        entitlement.given(created(METERED)).when(update(OTHER_SCOPE, METERED)).isNotFound();
        entitlement.given(created(METERED)).when(delete(OTHER_SCOPE)).isNotFound();
        entitlement.given(created(METERED)).when(create(ID, OTHER_SCOPE, METERED)).isNotFound();
        Spec.of(Entitlement.class).when(delete(SCOPE)).doesNotExist();
    }

    private static EntitlementDocument granting(
            FeatureType type, @Nullable Long limit, @Nullable UsageReset reset, String quota) {
        return new EntitlementDocument(
                EntityType.PLAN,
                PLAN.value(),
                FEATURE,
                type,
                Access.ENABLED,
                limit,
                reset,
                LimitKind.HARD,
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                new EntitlementDocument.Grant(
                        new BigDecimal(quota), EntitlementDocument.Window.HOUR));
    }

    private static EntitlementDocument inWindowsOf(int hours) {
        return granting(
                new EntitlementDocument.Grant(
                        BigDecimal.valueOf(5), EntitlementDocument.Window.HOUR, hours));
    }

    private static EntitlementDocument inParallel(int hours) {
        return granting(
                new EntitlementDocument.Grant(
                        BigDecimal.valueOf(5),
                        EntitlementDocument.Window.HOUR,
                        hours,
                        EntitlementDocument.Aside.PARALLEL));
    }

    private static EntitlementDocument granting(EntitlementDocument.Grant grant) {
        EntitlementDocument one = granting(FeatureType.METERED, null, null, "5");
        return new EntitlementDocument(
                one.entityType(),
                one.entityId(),
                one.featureId(),
                one.featureType(),
                one.access(),
                null,
                null,
                one.limitKind(),
                null,
                Map.of(),
                null,
                null,
                null,
                null,
                grant);
    }

    @Test
    void grantsThatStandByThemselvesAreOneForEachLengthOfWindow() {
        List<String> keys =
                Stream.of(inWindowsOf(1), inWindowsOf(6), inParallel(1), inParallel(6))
                        .map(it -> EntitlementDecider.unique(create(it)).orElseThrow().toString())
                        .distinct()
                        .toList();
        assertThat(keys).hasSize(3);
    }

    @Test
    void howAGrantIsCountedCannotBeChanged() {
        var created = new EntitlementEvent.Created(ID, SCOPE, inParallel(6));
        entitlement
                .given(created)
                .when(update(SCOPE, inWindowsOf(6)))
                .isRefusedFor("aggregation_mode");
        entitlement
                .given(created)
                .when(update(SCOPE, inParallel(1)))
                .isRefusedFor("aggregation_mode");
    }

    @Test
    void aWindowMayBeSeveralUnitsLong() {
        entitlement
                .when(create(inWindowsOf(6)))
                .happens(ID, new EntitlementEvent.Created(ID, SCOPE, inWindowsOf(6)));
        entitlement.given().when(create(inWindowsOf(0))).isRefusedFor("grant_duration_value");
        entitlement.given().when(create(inWindowsOf(1_001))).isRefusedFor("grant_duration_value");
        assertThat(inWindowsOf(1)).isEqualTo(granting(FeatureType.METERED, null, null, "5"));
    }

    @Test
    void aWindowThatBeginsWithAUseEndsWithTheBillingPeriod() {
        entitlement
                .given()
                .when(
                        create(
                                granting(
                                        fromFirstUse(
                                                EntitlementDocument.Window.SUBSCRIPTION_PERIOD))))
                .isRefusedFor("grant_duration_value");
        EntitlementDocument days = granting(fromFirstUse(EntitlementDocument.Window.DAY));
        entitlement.when(create(days)).happens(ID, new EntitlementEvent.Created(ID, SCOPE, days));
    }

    private static EntitlementDocument.Grant fromFirstUse(EntitlementDocument.Window window) {
        return new EntitlementDocument.Grant(
                BigDecimal.valueOf(5),
                window,
                2,
                null,
                EntitlementDocument.Opens.FIRST_USAGE,
                EntitlementDocument.Measure.AMOUNT);
    }

    @Test
    void aQuotaInWindowsTakesThePlaceOfALimit() {
        EntitlementDocument hourly = granting(FeatureType.METERED, null, null, "5");
        entitlement
                .when(create(hourly))
                .happens(ID, new EntitlementEvent.Created(ID, SCOPE, hourly));
        entitlement
                .given()
                .when(create(granting(FeatureType.METERED, 10L, null, "5")))
                .isRefusedFor("usage_limit");
        entitlement
                .given()
                .when(create(granting(FeatureType.METERED, null, UsageReset.DAILY, "5")))
                .isRefusedFor("usage_reset_period");
        entitlement
                .given()
                .when(create(granting(FeatureType.METERED, null, null, "0")))
                .isRefusedFor("grant_quota");
        entitlement
                .given()
                .when(create(granting(FeatureType.BOOLEAN, null, null, "5")))
                .isRefusedFor("grant_quota");
    }
}

package io.tallybook.core.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GrantsTest {
    private static final Instant NOV = Instant.parse("2023-11-01T00:00:00Z");
    private static final Instant NOV_21 = Instant.parse("2023-11-21T00:00:00Z");
    private static final SubscriptionId BEFORE = SubscriptionId.of(ulid("before"));
    private static final SubscriptionId NEXT = SubscriptionId.of(ulid("next"));
    private static final SubscriptionTerms TERMS =
            new SubscriptionTerms(
                    CustomerId.of(ulid("customer")),
                    "acme",
                    PlanId.of(ulid("plan")),
                    CurrencyCode.of("USD"),
                    NOV,
                    null,
                    NOV,
                    BillingCycle.ANNIVERSARY,
                    PeriodUnit.MONTHLY,
                    1,
                    "UTC",
                    Conventions.FLEXPRICE,
                    List.of(),
                    null,
                    Map.of());

    private static Ulid ulid(String name) {
        return Ulid.derived(NOV, name);
    }

    private static EntitlementView given(
            String name, EntityType type, String to, @Nullable EntitlementId insteadOf) {
        return new EntitlementView(
                EntitlementId.of(ulid(name)),
                new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment"))),
                new EntitlementDocument(
                        type,
                        to,
                        FeatureId.of(ulid("feature")),
                        FeatureType.BOOLEAN,
                        EntitlementDocument.Access.ENABLED,
                        null,
                        null,
                        EntitlementDocument.LimitKind.HARD,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        insteadOf),
                Stamp.first(NOV, "test", 0));
    }

    @Test
    void whatWasGivenToASubscriptionIsGivenToTheOneThatFollowsInsteadOfThePlans() {
        EntitlementView ofPlan = given("plan", EntityType.PLAN, TERMS.planId().value(), null);
        EntitlementView own = given("own", EntityType.SUBSCRIPTION, BEFORE.value(), ofPlan.id());
        EntitlementView foreign =
                given(
                        "foreign",
                        EntityType.SUBSCRIPTION,
                        SubscriptionId.of(ulid("foreign")).value(),
                        null);
        SubscriptionTerms next =
                TERMS.with(
                        Arrangement.USUAL.following(
                                Predecessor.of(BEFORE, TERMS, NOV_21, List.of()), null));

        List<GrantSource> sources =
                Grants.sources(
                        NEXT,
                        next,
                        new Given(List.of(ofPlan, own, foreign), List.of(), List.of()),
                        NOV_21);

        assertThat(Grants.givers(NEXT, next).keySet())
                .containsExactlyInAnyOrder(TERMS.planId().value(), NEXT.value(), BEFORE.value());
        assertThat(sources).extracting(GrantSource::subscription).containsOnly(NEXT);
        assertThat(Grants.effective(sources))
                .extracting(source -> source.entitlement().id())
                .containsExactly(own.id());
    }
}

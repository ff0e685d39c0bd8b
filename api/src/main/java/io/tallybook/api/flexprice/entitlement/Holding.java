package io.tallybook.api.flexprice.entitlement;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What some subscriptions of one customer together give at a moment.
 *
 * @param subscriptions those that are active then, the oldest first
 * @param plans their plans by id
 */
record Holding(
        List<SubscriptionView> subscriptions,
        Given given,
        Map<String, PlanView> plans,
        Instant at) {

    /**
     * One feature.
     *
     * @param entitlement what its sources come to; absent if all are disabled
     * @param sources those that count, or all if none does
     * @param parts the limits that count its usage side by side, if it is metered
     */
    record Feature(
            FeatureView feature,
            @Nullable MeterView meter,
            Optional<Entitlement> entitlement,
            List<GrantSource> sources,
            List<Grants.Part> parts) {
        /** The smallest of its limits. */
        Optional<Entitlement.Metered> metered() {
            return parts.stream()
                    .map(Grants.Part::metered)
                    .min(
                            Comparator.comparing(
                                    metered -> HoldingJson.limit(metered.limit()),
                                    Comparator.nullsLast(Comparator.naturalOrder())));
        }
    }

    /** The features, in the order in which they were first given. */
    List<Feature> features() {
        List<GrantSource> all = new ArrayList<>();
        for (SubscriptionView subscription : subscriptions) {
            all.addAll(Grants.sources(subscription.id(), subscription.terms(), given, at));
        }
        List<Feature> features = new ArrayList<>();
        Grants.byFeature(all)
                .forEach(
                        (id, sources) -> {
                            FeatureView feature =
                                    given.features().stream()
                                            .filter(f -> f.id().equals(id))
                                            .findFirst()
                                            .orElseThrow();
                            List<GrantSource> effective = Grants.effective(sources);
                            features.add(
                                    new Feature(
                                            feature,
                                            meter(feature),
                                            Grants.combined(sources),
                                            effective.isEmpty() ? sources : effective,
                                            Grants.parts(sources)));
                        });
        return features;
    }

    private @Nullable MeterView meter(FeatureView feature) {
        return given.meters().stream()
                .filter(meter -> meter.id().equals(feature.feature().meterId()))
                .findFirst()
                .orElse(null);
    }

    /** What is held against a limit; where subscriptions disagree, the oldest one decides. */
    LimitReading reading(Grants.Part part, MeterDefinition meter, String externalCustomerId) {
        SubscriptionTerms terms = terms(part.sources().getFirst().subscription());
        // A limit that is shared is held against all who share it.
        return LimitReading.of(
                terms,
                part.metered().renewal(),
                meter,
                terms.sharers().isEmpty() ? externalCustomerId : terms.externalCustomerId(),
                at);
    }

    SubscriptionTerms terms(SubscriptionId id) {
        return subscriptions.stream()
                .filter(s -> s.id().equals(id))
                .map(SubscriptionView::terms)
                .findFirst()
                .orElseThrow();
    }

    /** The name of who gives, if it has one. */
    @Nullable String nameOf(GrantSource source) {
        PlanView plan = plans.get(source.entitlement().entitlement().entityId());
        return plan == null ? null : plan.plan().name();
    }

    /** The billing period of the oldest subscription. */
    Optional<BillingPeriod> period() {
        return subscriptions.stream()
                .map(SubscriptionView::currentPeriod)
                .filter(Objects::nonNull)
                .findFirst();
    }
}

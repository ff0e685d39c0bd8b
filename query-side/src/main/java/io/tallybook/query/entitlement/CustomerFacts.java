package io.tallybook.query.entitlement;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has to be known of a customer to say what it may use.
 *
 * @param subscriptions oldest first; the one that it shares in the place of what is inherited
 * @param inherited what stands for those that it shares
 */
record CustomerFacts(
        CustomerId customer,
        String externalId,
        List<SubscriptionView> subscriptions,
        List<SubscriptionId> inherited,
        Given given) {
    CustomerFacts {
        subscriptions = List.copyOf(subscriptions);
        inherited = List.copyOf(inherited);
    }

    /** Of a customer who shares nothing. */
    CustomerFacts(
            CustomerId customer,
            String externalId,
            List<SubscriptionView> subscriptions,
            Given given) {
        this(customer, externalId, subscriptions, List.of(), given);
    }

    /**
     * Where the sources of a feature come from, those that count, the oldest subscription first.
     */
    List<GrantSource> sources(FeatureView feature, Instant at) {
        List<GrantSource> sources = new ArrayList<>();
        for (SubscriptionView subscription : subscriptions) {
            if (Grants.isActive(subscription, at)) {
                Grants.sources(subscription.id(), subscription.terms(), given, at).stream()
                        .filter(s -> s.entitlement().entitlement().featureId().equals(feature.id()))
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    Optional<FeatureView> feature(String name) {
        return given.features().stream()
                .filter(f -> f.id().value().equals(name) || name.equals(f.feature().lookupKey()))
                .findFirst();
    }

    Optional<MeterView> meter(FeatureView feature) {
        return given.meters().stream()
                .filter(meter -> meter.id().equals(feature.feature().meterId()))
                .findFirst();
    }

    /** What is held against a limit; where subscriptions disagree, the oldest one decides. */
    LimitReading reading(Grants.Part part, FeatureView feature, Instant at) {
        SubscriptionTerms terms = terms(part.sources().getFirst().subscription());
        return meter(feature)
                .map(
                        meter ->
                                LimitReading.of(
                                        terms,
                                        part.metered().renewal(),
                                        meter.definition(),
                                        whose(terms),
                                        at))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "metered feature " + feature.id() + " has no meter"));
    }

    // A limit that is shared is held against all who share it.
    private String whose(SubscriptionTerms terms) {
        return terms.sharers().isEmpty() ? externalId : terms.externalCustomerId();
    }

    SubscriptionTerms terms(SubscriptionId id) {
        return subscriptions.stream()
                .filter(s -> s.id().equals(id))
                .map(SubscriptionView::terms)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "subscription " + id + " is not one of " + customer));
    }
}

package io.tallybook.query.entitlement;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery.Use;
import io.tallybook.core.entitlement.EntitlementQuery.UseOf;
import io.tallybook.core.entitlement.EntitlementQuery.Uses;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.entitlement.LimitReading;
import io.tallybook.core.entitlement.LimitReadings;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.entitlement.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryGateway;

/**
 * How much of one entitlement a customer has used, as a check of access counts it.
 *
 * <p>A limit that several share is one limit, of whose subscription it is: it is told of nobody
 * else. Where somebody has something of its own beside it, what is told is the sum that it may use.
 */
final class UsedGrants {
    private UsedGrants() {}

    static CompletableFuture<Uses> of(QueryGateway queries, UseOf query, CustomerFacts known) {
        Optional<FeatureView> feature = feature(known, query.id());
        List<Grants.Part> parts =
                feature.map(
                                it ->
                                        Grants.parts(known.sources(it, query.at())).stream()
                                                .filter(part -> has(part, query.id()))
                                                .filter(
                                                        part ->
                                                                part.metered().limit()
                                                                        instanceof Limit.UpTo)
                                                .filter(part -> own(known, part).isPresent())
                                                .toList())
                        .orElse(List.of());
        if (feature.isEmpty() || parts.isEmpty()) {
            return CompletableFuture.completedFuture(new Uses(List.of()));
        }
        List<LimitReading> readings =
                parts.stream().map(part -> known.reading(part, feature.get(), query.at())).toList();
        return CountedUsage.of(queries, query.scope(), readings, query.at(), query.freshness())
                .thenApply(answer -> uses(known, parts, readings, answer));
    }

    private static Optional<FeatureView> feature(CustomerFacts known, EntitlementId id) {
        return known.given().items().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .flatMap(view -> known.feature(view.entitlement().featureId().value()));
    }

    private static boolean has(Grants.Part part, EntitlementId id) {
        return part.sources().stream().anyMatch(source -> source.entitlement().id().equals(id));
    }

    private static Optional<SubscriptionId> own(CustomerFacts known, Grants.Part part) {
        return part.sources().stream()
                .map(GrantSource::subscription)
                .filter(id -> known.terms(id).customerId().equals(known.customer()))
                .findFirst();
    }

    private static Uses uses(
            CustomerFacts known,
            List<Grants.Part> parts,
            List<LimitReading> readings,
            LimitReadings.Answer answer) {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            SubscriptionId subscription = own(known, parts.get(i)).orElseThrow();
            LimitReading.Counted counted = answer.of(readings.get(i));
            switch (parts.get(i).metered().limit()) {
                case Limit.UpTo(var limit) ->
                        uses.add(new Use(subscription, counted.used(), limit));
                case Limit.Unlimited _ -> {}
            }
        }
        return new Uses(uses);
    }
}

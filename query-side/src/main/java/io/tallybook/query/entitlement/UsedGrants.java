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

/** How much of one entitlement a customer has used, as a check of access counts it. */
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
                                                .toList())
                        .orElse(List.of());
        if (feature.isEmpty() || parts.isEmpty()) {
            return CompletableFuture.completedFuture(new Uses(List.of()));
        }
        List<LimitReading> readings =
                parts.stream().map(part -> known.reading(part, feature.get(), query.at())).toList();
        return CountedUsage.of(queries, query.scope(), readings, query.at(), query.freshness())
                .thenApply(answer -> uses(parts, readings, answer));
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

    private static Uses uses(
            List<Grants.Part> parts, List<LimitReading> readings, LimitReadings.Answer answer) {
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            GrantSource first = parts.get(i).sources().getFirst();
            SubscriptionId subscription = first.subscription();
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

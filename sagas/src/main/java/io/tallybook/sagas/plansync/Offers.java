package io.tallybook.sagas.plansync;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.plansync.PlanOffer;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/** Reads plans as they are offered, and the subscriptions that run on them. */
final class Offers {
    private final QueryGateway queries;

    Offers(QueryGateway queries) {
        this.queries = queries;
    }

    /** Errors: IllegalStateException if the view does not show the plan. */
    PlanOffer of(Scope scope, PlanId id, Instant at) {
        PlanView plan =
                Replies.of(
                                queries.query(
                                        new PlanQuery.ById(scope, id),
                                        ResponseTypes.optionalInstanceOf(PlanView.class)))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the view does not show plan " + id));
        var prices =
                ask(new PriceQuery.OfOwners(scope, List.of(id.value())), PriceQuery.Page.class)
                        .items();
        return new PlanOffer(plan, prices, meters(scope, PlanOffer.metersOf(prices)), at);
    }

    private Map<String, MeterView> meters(Scope scope, List<MeterId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return ask(new MeterQuery.ByIds(scope, ids), MeterQuery.Page.class).items().stream()
                .collect(Collectors.toMap(view -> view.id().value(), Function.identity()));
    }

    /** The next that run on a plan, by their ids. */
    List<SubscriptionView> running(
            Scope scope, PlanId plan, @Nullable SubscriptionId after, int limit) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion("plan_id", Operator.EQ, List.of(plan.value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(),
                        List.of(new Order("id", Direction.ASC)),
                        limit,
                        0,
                        after == null ? null : after.value());
        return ask(new SubscriptionQuery.Search(scope, spec), SubscriptionQuery.Page.class).items();
    }

    Map<SubscriptionId, SubscriptionView> those(Scope scope, Collection<SubscriptionId> ids) {
        return ask(
                        new SubscriptionQuery.ByIds(scope, List.copyOf(ids)),
                        SubscriptionQuery.Page.class)
                .items()
                .stream()
                .collect(Collectors.toMap(SubscriptionView::id, Function.identity()));
    }

    private <T> T ask(Object query, Class<T> type) {
        return Replies.of(queries.query(query, ResponseTypes.instanceOf(type)));
    }
}

package io.tallybook.sagas.thresholds;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.sagas.Replies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Whose usage has a threshold, in memory; looked at again after a few seconds, for the case that
 * another process heard of a change.
 */
final class Watched {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, CustomerId> byExternalId, long seenNanos) {}

    Watched(QueryGateway queries) {
        this.queries = queries;
    }

    boolean isEmpty(Scope scope) {
        return in(scope).isEmpty();
    }

    List<CustomerId> all(Scope scope) {
        return in(scope).values().stream().distinct().toList();
    }

    Optional<CustomerId> named(Scope scope, String externalId) {
        return Optional.ofNullable(in(scope).get(externalId));
    }

    void forget(Scope scope) {
        known.remove(scope);
    }

    /** The subscriptions of a customer that run with a threshold. */
    List<SubscriptionView> of(Scope scope, CustomerId customer) {
        return search(
                scope, 0, new Criterion("customer_id", Operator.EQ, List.of(customer.value())));
    }

    private Map<String, CustomerId> in(Scope scope) {
        Known now = known.get(scope);
        if (now == null || System.nanoTime() - now.seenNanos() > SURE_FOR.toNanos()) {
            now = load(scope);
            known.put(scope, now);
        }
        return now.byExternalId();
    }

    private Known load(Scope scope) {
        long begun = System.nanoTime();
        Map<String, CustomerId> byExternalId = new HashMap<>();
        int seen = 0;
        List<SubscriptionView> page;
        do {
            page = search(scope, seen);
            page.forEach(
                    view ->
                            byExternalId.put(
                                    view.terms().externalCustomerId(), view.terms().customerId()));
            seen += page.size();
        } while (page.size() == AT_ONCE);
        return new Known(Map.copyOf(byExternalId), begun);
    }

    private List<SubscriptionView> search(Scope scope, int offset, Criterion... more) {
        List<Criterion> criteria = new ArrayList<>(List.of(more));
        criteria.add(new Criterion("threshold", Operator.GT, List.of("0")));
        criteria.add(
                new Criterion(
                        "status", Operator.EQ, List.of(SubscriptionView.Status.ACTIVE.name())));
        var spec =
                new SearchSpec(
                        criteria, List.of(new Order("created_at", Direction.ASC)), AT_ONCE, offset);
        return Replies.of(
                        queries.query(
                                new SubscriptionQuery.Search(scope, spec),
                                ResponseTypes.instanceOf(SubscriptionQuery.Page.class)))
                .items();
    }
}

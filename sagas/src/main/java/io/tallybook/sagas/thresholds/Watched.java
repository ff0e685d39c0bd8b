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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Whose usage has a threshold, and who pays for it, in memory; looked at again after a few seconds,
 * for the case that another process heard of a change.
 */
final class Watched {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, Set<CustomerId>> byExternalId, long seenNanos) {}

    Watched(QueryGateway queries) {
        this.queries = queries;
    }

    Set<CustomerId> payers(Scope scope) {
        return in(scope).values().stream()
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those who pay for usage that comes by one of these names. */
    Set<CustomerId> payersOf(Scope scope, Set<String> externalIds) {
        Map<String, Set<CustomerId>> payers = in(scope);
        return externalIds.stream()
                .flatMap(id -> payers.getOrDefault(id, Set.of()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    void forget(Scope scope) {
        known.remove(scope);
    }

    /** The subscriptions that a customer pays for and that run with a threshold. */
    List<SubscriptionView> of(Scope scope, CustomerId payer) {
        return search(
                scope,
                0,
                new Criterion("invoicing_customer_id", Operator.EQ, List.of(payer.value())));
    }

    private Map<String, Set<CustomerId>> in(Scope scope) {
        Known now = known.get(scope);
        if (now == null || System.nanoTime() - now.seenNanos() > SURE_FOR.toNanos()) {
            now = load(scope);
            known.put(scope, now);
        }
        return now.byExternalId();
    }

    private Known load(Scope scope) {
        long begun = System.nanoTime();
        Map<String, Set<CustomerId>> payers = new HashMap<>();
        int seen = 0;
        List<SubscriptionView> page;
        do {
            page = search(scope, seen);
            for (SubscriptionView view : page) {
                for (String name : view.terms().names()) {
                    boolean _ =
                            payers.computeIfAbsent(name, _ -> new HashSet<>(1))
                                    .add(view.terms().payer());
                }
            }
            seen += page.size();
        } while (page.size() == AT_ONCE);
        return new Known(payers, begun);
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

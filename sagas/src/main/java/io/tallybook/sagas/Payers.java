package io.tallybook.sagas;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Who pays for whose usage, where that is another; in memory, and looked at again after a few
 * seconds. Where nobody pays for another, that is one question to an index that is empty.
 */
public final class Payers {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, Set<CustomerId>> byExternalId, long seenNanos) {}

    public Payers(QueryGateway queries) {
        this.queries = queries;
    }

    /** Those who pay for usage that comes by one of these names, beside whose names they are. */
    public Set<CustomerId> of(Scope scope, Collection<String> externalIds) {
        Map<String, Set<CustomerId>> payers = in(scope);
        Set<CustomerId> found = new HashSet<>();
        externalIds.forEach(id -> found.addAll(payers.getOrDefault(id, Set.of())));
        return found;
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
        List<SubscriptionView> page;
        int read = 0;
        do {
            page = page(scope, read);
            read += page.size();
            for (SubscriptionView view : page) {
                boolean _ =
                        payers.computeIfAbsent(
                                        view.terms().externalCustomerId(), _ -> new HashSet<>(1))
                                .add(view.terms().payer());
            }
        } while (page.size() == AT_ONCE);
        return new Known(payers, begun);
    }

    private List<SubscriptionView> page(Scope scope, int offset) {
        var paidByOthers =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "type",
                                        Operator.EQ,
                                        List.of(SubscriptionType.DELEGATED_INVOICING.name())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(new Order("created_at", Direction.ASC)),
                        AT_ONCE,
                        offset);
        return Replies.of(
                        queries.query(
                                new SubscriptionQuery.Search(scope, paidByOthers),
                                ResponseTypes.instanceOf(SubscriptionQuery.Page.class)))
                .items();
    }
}

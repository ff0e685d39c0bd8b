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
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Who pays for whose usage, where that is another, and whose subscription it counts on; in memory,
 * and looked at again after a few seconds. Where nobody pays for another, that is one question to
 * an index that is empty.
 */
public final class Payers {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;
    private static final List<String> TYPES =
            Stream.of(
                            SubscriptionType.DELEGATED_INVOICING,
                            SubscriptionType.GROUPED_INVOICING,
                            SubscriptionType.PARENT)
                    .map(SubscriptionType::name)
                    .toList();

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();

    private record Known(Map<String, Set<CustomerId>> byExternalId, long seenNanos) {}

    public Payers(QueryGateway queries) {
        this.queries = queries;
    }

    /**
     * Those whom usage concerns that comes by one of these names, beside whose names they are: who
     * pays for it, and whose subscription it counts on.
     */
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
                List<CustomerId> concerned =
                        List.of(view.terms().payer(), view.terms().customerId());
                for (String name : view.terms().names()) {
                    boolean _ =
                            payers.computeIfAbsent(name, _ -> new HashSet<>(2)).addAll(concerned);
                }
            }
        } while (page.size() == AT_ONCE);
        return new Known(payers, begun);
    }

    private List<SubscriptionView> page(Scope scope, int offset) {
        var paidByOthers =
                new SearchSpec(
                        List.of(
                                new Criterion("type", Operator.IN, TYPES),
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

package io.tallybook.sagas.topups;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
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
 * Whose wallets buy when they are low, in memory until one of them changes; looked at again after a
 * few seconds, for the case that another process heard of the change.
 */
final class Buyers {
    private static final Duration SURE_FOR = Duration.ofSeconds(5);
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final Map<Scope, Known> known = new ConcurrentHashMap<>();
    private final Map<CustomerId, String> externalIds = new ConcurrentHashMap<>();

    /** The customers by their external ids, and by their wallets. */
    private record Known(
            Map<String, CustomerId> byExternalId,
            Map<WalletId, CustomerId> byWallet,
            long seenNanos) {}

    Buyers(QueryGateway queries) {
        this.queries = queries;
    }

    /** Those among whose wallets one buys. */
    List<CustomerId> all(Scope scope) {
        return in(scope).byWallet().values().stream().distinct().toList();
    }

    Optional<CustomerId> named(Scope scope, String externalId) {
        return Optional.ofNullable(in(scope).byExternalId().get(externalId));
    }

    /** Whose wallet it is, if it buys. */
    Optional<CustomerId> of(Scope scope, WalletId wallet) {
        return Optional.ofNullable(in(scope).byWallet().get(wallet));
    }

    void forget(Scope scope) {
        known.remove(scope);
    }

    private Known in(Scope scope) {
        Known now = known.get(scope);
        if (now == null || System.nanoTime() - now.seenNanos() > SURE_FOR.toNanos()) {
            now = load(scope);
            known.put(scope, now);
        }
        return now;
    }

    private Known load(Scope scope) {
        long begun = System.nanoTime();
        Map<String, CustomerId> byExternalId = new HashMap<>();
        Map<WalletId, CustomerId> byWallet = new HashMap<>();
        for (WalletView wallet : wallets(scope)) {
            CustomerId customer = wallet.wallet().customerId();
            byWallet.put(wallet.id(), customer);
            externalId(scope, customer).ifPresent(id -> byExternalId.put(id, customer));
        }
        return new Known(Map.copyOf(byExternalId), Map.copyOf(byWallet), begun);
    }

    private List<WalletView> wallets(Scope scope) {
        List<WalletView> all = new ArrayList<>();
        List<WalletView> page;
        do {
            page = page(scope, all.size());
            all.addAll(page);
        } while (page.size() == AT_ONCE);
        return all;
    }

    private List<WalletView> page(Scope scope, int offset) {
        var those =
                new SearchSpec(
                        List.of(
                                new Criterion("status", Operator.EQ, List.of("ACTIVE")),
                                new Criterion(
                                        "topup_trigger",
                                        Operator.EQ,
                                        List.of(AutoTopUp.Trigger.THRESHOLD.name()))),
                        List.of(new Order("created_at", Direction.ASC)),
                        AT_ONCE,
                        offset);
        return Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, those),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)))
                .items();
    }

    /** By which name usage of a customer comes; it never changes. */
    private Optional<String> externalId(Scope scope, CustomerId customer) {
        String before = externalIds.get(customer);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<CustomerView> found =
                Replies.of(
                        queries.query(
                                new CustomerQuery.ById(scope, customer),
                                ResponseTypes.optionalInstanceOf(CustomerView.class)));
        found.ifPresent(view -> externalIds.put(customer, view.externalId()));
        return found.map(CustomerView::externalId);
    }
}

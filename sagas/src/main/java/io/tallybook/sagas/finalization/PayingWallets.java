package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.Replies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Wallets that pay invoices by themselves: active, prepaid, and with something in them. */
final class PayingWallets {
    private static final int AT_ONCE = 1000;

    private final QueryGateway queries;

    PayingWallets(QueryGateway queries) {
        this.queries = queries;
    }

    /** Of each of these customers; of those that have none there is nothing. */
    Map<CustomerId, List<WalletView>> of(Scope scope, List<CustomerId> customers) {
        Map<CustomerId, List<WalletView>> wallets = new HashMap<>();
        List<WalletView> page;
        int read = 0;
        do {
            page = page(scope, customers, read);
            read += page.size();
            page.stream()
                    .filter(PayingWallets::paysByItself)
                    .forEach(
                            view ->
                                    wallets.computeIfAbsent(
                                                    view.wallet().customerId(),
                                                    _ -> new ArrayList<>())
                                            .add(view));
        } while (page.size() == AT_ONCE);
        return wallets;
    }

    private List<WalletView> page(Scope scope, List<CustomerId> customers, int offset) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id",
                                        Operator.IN,
                                        customers.stream().map(CustomerId::value).toList())),
                        List.of(),
                        AT_ONCE,
                        offset);
        return Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, spec),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)))
                .items();
    }

    private static boolean paysByItself(WalletView view) {
        return view.creditBalance().signum() > 0
                && view.within().status() == WalletView.Status.ACTIVE
                && view.wallet().agreed().kind() != WalletTerms.Kind.POSTPAID;
    }
}

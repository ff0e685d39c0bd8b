package io.tallybook.query.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Finds the invoices of subscriptions, however many they are. */
final class ChargingInvoices {
    private ChargingInvoices() {}

    /**
     * All of them.
     *
     * @param since those whose period was over by then are left out
     */
    static CompletableFuture<List<InvoiceView>> of(
            QueryGateway queries, Scope scope, List<SubscriptionId> ids, Instant since) {
        return after(queries, scope, ids, since, List.of());
    }

    private static CompletableFuture<List<InvoiceView>> after(
            QueryGateway queries,
            Scope scope,
            List<SubscriptionId> ids,
            Instant since,
            List<InvoiceView> known) {
        var search = EarlierSpend.search(ids, since, known.isEmpty() ? null : known.getLast().id());
        return queries.query(
                        new InvoiceQuery.Search(scope, search),
                        ResponseTypes.instanceOf(InvoiceQuery.Page.class))
                .thenCompose(
                        page -> {
                            List<InvoiceView> all = new ArrayList<>(known);
                            all.addAll(page.items());
                            return page.items().size() < EarlierSpend.AT_ONCE
                                    ? CompletableFuture.completedFuture(List.copyOf(all))
                                    : after(queries, scope, ids, since, all);
                        });
    }
}

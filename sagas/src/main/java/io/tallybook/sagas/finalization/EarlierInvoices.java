package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Finds the earlier invoices that count towards what subscriptions have promised to spend. */
final class EarlierInvoices {
    private static final int SUBSCRIPTIONS_AT_ONCE = 500;

    private final QueryGateway queries;

    EarlierInvoices(QueryGateway queries) {
        this.queries = queries;
    }

    /**
     * Those of each subscription.
     *
     * @param since from when on they count, of those where any does
     */
    Map<SubscriptionId, EarlierSpend> of(Scope scope, Map<SubscriptionId, Instant> since) {
        Map<SubscriptionId, List<InvoiceView>> found = new HashMap<>();
        List<SubscriptionId> all = List.copyOf(since.keySet());
        for (int from = 0; from < all.size(); from += SUBSCRIPTIONS_AT_ONCE) {
            List<SubscriptionId> some =
                    all.subList(from, Math.min(all.size(), from + SUBSCRIPTIONS_AT_ONCE));
            Instant first = some.stream().map(since::get).min(Instant::compareTo).orElseThrow();
            for (InvoiceView invoice : search(scope, some, first)) {
                found.computeIfAbsent(invoice.opening().subscription(), _ -> new ArrayList<>())
                        .add(invoice);
            }
        }
        Map<SubscriptionId, EarlierSpend> spent = new HashMap<>();
        found.forEach((id, invoices) -> spent.put(id, new EarlierSpend(invoices)));
        return spent;
    }

    private List<InvoiceView> search(Scope scope, List<SubscriptionId> some, Instant since) {
        List<InvoiceView> all = new ArrayList<>();
        List<InvoiceView> page;
        do {
            InvoiceId last = all.isEmpty() ? null : all.getLast().id();
            page =
                    Replies.of(
                                    queries.query(
                                            new InvoiceQuery.Search(
                                                    scope, EarlierSpend.search(some, since, last)),
                                            ResponseTypes.instanceOf(InvoiceQuery.Page.class)))
                            .items();
            all.addAll(page);
        } while (page.size() == EarlierSpend.AT_ONCE);
        return all;
    }
}

package io.tallybook.sagas.finalization;

import io.tallybook.core.Scope;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Replies;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Map<SubscriptionId, EarlierSpend> of(
            Scope scope,
            Map<SubscriptionId, Instant> since,
            Map<SubscriptionId, SubscriptionTerms> terms) {
        Map<SubscriptionId, List<InvoiceView>> found = new HashMap<>();
        // What is invoiced together with another finds its earlier periods on invoices of that.
        Map<SubscriptionId, Instant> asked = new HashMap<>();
        since.forEach(
                (id, from) ->
                        invoicedBy(id, terms)
                                .forEach(by -> asked.merge(by, from, EarlierInvoices::earlier)));
        List<SubscriptionId> all = List.copyOf(asked.keySet());
        for (int from = 0; from < all.size(); from += SUBSCRIPTIONS_AT_ONCE) {
            List<SubscriptionId> some =
                    all.subList(from, Math.min(all.size(), from + SUBSCRIPTIONS_AT_ONCE));
            Instant first = some.stream().map(asked::get).min(Instant::compareTo).orElseThrow();
            for (InvoiceView invoice : search(scope, some, first)) {
                found.computeIfAbsent(invoice.opening().subscription(), _ -> new ArrayList<>())
                        .add(invoice);
            }
        }
        Map<SubscriptionId, EarlierSpend> spent = new HashMap<>();
        for (SubscriptionId id : since.keySet()) {
            List<InvoiceView> charging =
                    invoicedBy(id, terms).stream()
                            .flatMap(by -> found.getOrDefault(by, List.of()).stream())
                            .toList();
            spent.put(id, EarlierSpend.of(id, Objects.requireNonNull(terms.get(id)), charging));
        }
        return spent;
    }

    private static List<SubscriptionId> invoicedBy(
            SubscriptionId id, Map<SubscriptionId, SubscriptionTerms> terms) {
        return EarlierSpend.invoicedBy(id, Objects.requireNonNull(terms.get(id)));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
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

package io.tallybook.query.invoice;

import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.invoice.UnusedWorth;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what was really paid of what is not used. */
public final class UnusedQueries {
    private final QueryGateway queries;

    public UnusedQueries(QueryGateway queries) {
        this.queries = queries;
    }

    @QueryHandler
    public CompletableFuture<Optional<PaidUnused>> handle(InvoiceQuery.WorthOfUnused query) {
        return views(query, List.of(query.subscriptionId()))
                .thenCompose(
                        own ->
                                own.isEmpty()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : paid(query, own.getFirst()));
    }

    private CompletableFuture<Optional<PaidUnused>> paid(
            InvoiceQuery.WorthOfUnused query, SubscriptionView own) {
        List<SubscriptionId> lineage = own.terms().lineage(own.id());
        return views(query, lineage)
                .thenCompose(
                        views ->
                                views.size() < lineage.size()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : invoices(query, views)
                                                .thenApply(invoices -> of(query, views, invoices)));
    }

    private static Optional<PaidUnused> of(
            InvoiceQuery.WorthOfUnused query,
            List<SubscriptionView> lineage,
            List<InvoiceView> invoices) {
        return Optional.of(
                UnusedWorth.of(
                        query.subscriptionId(),
                        lineage.stream()
                                .map(view -> UnusedWorth.Charged.of(view, invoices))
                                .toList(),
                        query.parts(),
                        query.amount()));
    }

    private CompletableFuture<List<SubscriptionView>> views(
            InvoiceQuery.WorthOfUnused query, List<SubscriptionId> ids) {
        return queries.query(
                        new SubscriptionQuery.ByIds(query.scope(), ids),
                        ResponseTypes.instanceOf(SubscriptionQuery.Page.class))
                .thenApply(SubscriptionQuery.Page::items);
    }

    // However far back: what is set against a charge may have been paid long before.
    private CompletableFuture<List<InvoiceView>> invoices(
            InvoiceQuery.WorthOfUnused query, List<SubscriptionView> lineage) {
        List<SubscriptionId> invoicedBy =
                lineage.stream()
                        .flatMap(view -> EarlierSpend.invoicedBy(view.id(), view.terms()).stream())
                        .distinct()
                        .toList();
        return ChargingInvoices.of(queries, query.scope(), invoicedBy, Instant.EPOCH);
    }
}

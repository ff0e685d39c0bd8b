package io.tallybook.query.live;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PurchaseInvoice;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.domain.money.Money;
import io.tallybook.query.invoice.OpenPeriod;
import io.tallybook.query.invoice.PreviewQueries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * All of a customer's open costs but the usage itself: the open periods of what it pays for, also
 * where somebody else is served, and its unpaid invoices, as the views show them.
 */
record CustomerPeriods(CustomerView customer, List<OpenPeriod> periods, List<Money> unpaid) {
    private static final int AT_ONCE = 1_000;
    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    CustomerPeriods {
        periods = List.copyOf(periods);
        unpaid = List.copyOf(unpaid);
    }

    /** Empty if there is no such customer. */
    static CompletableFuture<Optional<CustomerPeriods>> of(
            QueryGateway queries, Scope scope, CustomerId id) {
        var view =
                queries.query(
                        new CustomerQuery.ById(scope, id),
                        ResponseTypes.optionalInstanceOf(CustomerView.class));
        var periods = periods(queries, scope, id, 0);
        var unpaid = unpaid(queries, scope, id, 0);
        return view.thenCombine(
                periods.thenCombine(unpaid, Both::new),
                (customer, both) ->
                        customer.map(
                                found -> new CustomerPeriods(found, both.periods(), both.owed())));
    }

    private record Both(List<OpenPeriod> periods, List<Money> owed) {}

    private static CompletableFuture<List<OpenPeriod>> periods(
            QueryGateway queries, Scope scope, CustomerId id, int offset) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "invoicing_customer_id", Operator.EQ, List.of(id.value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        OLDEST_FIRST,
                        AT_ONCE,
                        offset);
        return queries.query(
                        new SubscriptionQuery.Search(scope, theirs),
                        ResponseTypes.instanceOf(SubscriptionQuery.Page.class))
                .thenCompose(
                        page ->
                                joined(
                                        opened(queries, page.items()),
                                        page.items().size() < AT_ONCE
                                                ? CompletableFuture.completedFuture(List.of())
                                                : periods(queries, scope, id, offset + AT_ONCE)));
    }

    private static CompletableFuture<List<OpenPeriod>> opened(
            QueryGateway queries, List<SubscriptionView> subscriptions) {
        var previews = new PreviewQueries(queries);
        CompletableFuture<List<OpenPeriod>> all = CompletableFuture.completedFuture(List.of());
        for (SubscriptionView subscription : subscriptions) {
            all = joined(all, previews.open(subscription).thenApply(o -> o.stream().toList()));
        }
        return all;
    }

    private static CompletableFuture<List<Money>> unpaid(
            QueryGateway queries, Scope scope, CustomerId id, int offset) {
        var open =
                new SearchSpec(
                        List.of(
                                new Criterion("customer_id", Operator.EQ, List.of(id.value())),
                                new Criterion("status", Operator.EQ, List.of("FINALIZED")),
                                new Criterion("amount_remaining", Operator.GT, List.of("0"))),
                        OLDEST_FIRST,
                        AT_ONCE,
                        offset);
        return queries.query(
                        new InvoiceQuery.Search(scope, open),
                        ResponseTypes.instanceOf(InvoiceQuery.Page.class))
                .thenCompose(
                        page ->
                                joined(
                                        CompletableFuture.completedFuture(
                                                page.items().stream()
                                                        .filter(CustomerPeriods::isOfWork)
                                                        .map(CustomerPeriods::remaining)
                                                        .toList()),
                                        page.items().size() < AT_ONCE
                                                ? CompletableFuture.completedFuture(List.of())
                                                : unpaid(queries, scope, id, offset + AT_ONCE)));
    }

    // Credits that are ordered and not paid for are not in the balance either.
    private static boolean isOfWork(InvoiceView invoice) {
        return !PurchaseInvoice.is(invoice.opening());
    }

    private static Money remaining(InvoiceView invoice) {
        return invoice.money().remaining(invoice.billed());
    }

    private static <T> CompletableFuture<List<T>> joined(
            CompletableFuture<List<T>> one, CompletableFuture<List<T>> other) {
        return one.thenCombine(
                other,
                (a, b) -> {
                    List<T> both = new ArrayList<>(a);
                    both.addAll(b);
                    return both;
                });
    }

    /** By which names usage comes that costs this customer something. */
    Set<String> names() {
        Set<String> names = new HashSet<>();
        names.add(customer.externalId());
        periods.forEach(period -> names.addAll(period.names()));
        return names;
    }

    /** What all of it has come to. */
    CompletableFuture<OpenCosts> costs(QueryGateway queries, Instant at, Freshness freshness) {
        CompletableFuture<List<OpenCosts.Line>> lines =
                CompletableFuture.completedFuture(List.of());
        for (OpenPeriod period : periods) {
            lines = joined(lines, period.costs(queries, at, freshness));
        }
        return lines.thenApply(
                all -> new OpenCosts(customer.id(), customer.externalId(), all, unpaid, at, false));
    }
}

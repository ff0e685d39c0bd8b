package io.tallybook.query.live;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.BilledUsage;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PurchaseInvoice;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionType;
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
 * where somebody else is served, ended ones whose invoices are not computed yet, and its unpaid
 * invoices, as the views show them.
 *
 * <p>They are asked for in the order in which usage goes through them, so that what moves on
 * meanwhile is seen twice rather than not at all; and of what is seen twice, the earlier counts. An
 * invoice that a wallet has paid something of is no longer open to usage, whatever its view shows:
 * whoever reads a wallet before the costs never finds the same usage in both.
 *
 * @param paying whether wallets are paying an invoice
 */
record CustomerPeriods(
        CustomerView customer,
        List<OpenPeriod> periods,
        List<OpenPeriod> closing,
        boolean paying,
        List<Unpaid> unpaid) {
    private static final int AT_ONCE = 1_000;
    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    CustomerPeriods {
        periods = List.copyOf(periods);
        closing = List.copyOf(closing);
        unpaid = List.copyOf(unpaid);
    }

    /** What is left to pay of an invoice. */
    record Unpaid(Money amount, List<BilledUsage> billed) {
        Unpaid {
            billed = List.copyOf(billed);
        }
    }

    /** Empty if there is no such customer. */
    static CompletableFuture<Optional<CustomerPeriods>> of(
            QueryGateway queries, Scope scope, CustomerId id) {
        var view =
                queries.query(
                        new CustomerQuery.ById(scope, id),
                        ResponseTypes.optionalInstanceOf(CustomerView.class));
        var owing =
                periods(queries, scope, id, 0)
                        .thenCompose(
                                open ->
                                        Closing.of(queries, scope, id)
                                                .thenCompose(
                                                        ended ->
                                                                unpaid(queries, scope, id)
                                                                        .thenApply(
                                                                                owed ->
                                                                                        new Owing(
                                                                                                open,
                                                                                                ended,
                                                                                                owed))));
        return view.thenCombine(
                owing,
                (customer, all) ->
                        customer.map(
                                found ->
                                        new CustomerPeriods(
                                                found,
                                                all.open(),
                                                all.ended().periods(),
                                                all.ended().paying(),
                                                all.owed())));
    }

    private record Owing(List<OpenPeriod> open, Closing ended, List<Unpaid> owed) {}

    private static CompletableFuture<List<OpenPeriod>> periods(
            QueryGateway queries, Scope scope, CustomerId id, int offset) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "invoicing_customer_id", Operator.EQ, List.of(id.value())),
                                new Criterion(
                                        "type",
                                        Operator.NOT_IN,
                                        List.of(SubscriptionType.INHERITED.name())),
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

    private static CompletableFuture<List<Unpaid>> unpaid(
            QueryGateway queries, Scope scope, CustomerId id) {
        return invoices(
                        queries,
                        scope,
                        id,
                        new Criterion("status", Operator.EQ, List.of("FINALIZED")),
                        new Criterion("amount_remaining", Operator.GT, List.of("0")))
                .thenApply(
                        found ->
                                found.stream()
                                        .filter(CustomerPeriods::isOfWork)
                                        .map(one -> new Unpaid(remaining(one), BilledUsage.of(one)))
                                        .toList());
    }

    static CompletableFuture<List<InvoiceView>> invoices(
            QueryGateway queries, Scope scope, CustomerId id, Criterion... which) {
        List<Criterion> theirs = new ArrayList<>(List.of(which));
        theirs.add(new Criterion("customer_id", Operator.EQ, List.of(id.value())));
        return invoices(queries, scope, theirs, 0);
    }

    private static CompletableFuture<List<InvoiceView>> invoices(
            QueryGateway queries, Scope scope, List<Criterion> which, int offset) {
        var spec = new SearchSpec(which, OLDEST_FIRST, AT_ONCE, offset);
        return queries.query(
                        new InvoiceQuery.Search(scope, spec),
                        ResponseTypes.instanceOf(InvoiceQuery.Page.class))
                .thenCompose(
                        page ->
                                joined(
                                        CompletableFuture.completedFuture(page.items()),
                                        page.items().size() < AT_ONCE
                                                ? CompletableFuture.completedFuture(List.of())
                                                : invoices(
                                                        queries, scope, which, offset + AT_ONCE)));
    }

    // Credits that are ordered and not paid for are not in the balance either.
    private static boolean isOfWork(InvoiceView invoice) {
        return !PurchaseInvoice.is(invoice.opening());
    }

    private static Money remaining(InvoiceView invoice) {
        return invoice.money().remaining(invoice.billed());
    }

    static <T> CompletableFuture<List<T>> joined(
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
        closing.forEach(period -> names.addAll(period.names()));
        return names;
    }

    /** What all of it has come to. */
    CompletableFuture<OpenCosts> costs(QueryGateway queries, Instant at, Freshness freshness) {
        return lines(queries, periods, at, freshness)
                .thenCombine(
                        lines(queries, closing, at, freshness),
                        (open, ended) -> costs(open, ended, at));
    }

    private static CompletableFuture<List<OpenCosts.Line>> lines(
            QueryGateway queries, List<OpenPeriod> of, Instant at, Freshness freshness) {
        CompletableFuture<List<OpenCosts.Line>> lines =
                CompletableFuture.completedFuture(List.of());
        for (OpenPeriod period : of) {
            lines = joined(lines, period.costs(queries, at, freshness));
        }
        return lines;
    }

    private OpenCosts costs(List<OpenCosts.Line> open, List<OpenCosts.Line> ended, Instant at) {
        List<OpenCosts.Line> left =
                ended.stream().filter(line -> open.stream().noneMatch(line::shares)).toList();
        OpenCosts unbilled = costs(open, left, List.of(), at);
        List<Money> owed =
                unpaid.stream()
                        .filter(one -> !unbilled.precede(one.billed()))
                        .map(Unpaid::amount)
                        .toList();
        return costs(open, left, owed, at);
    }

    private OpenCosts costs(
            List<OpenCosts.Line> open, List<OpenCosts.Line> ended, List<Money> owed, Instant at) {
        return new OpenCosts(
                customer.id(), customer.externalId(), open, ended, owed, paying, at, false);
    }
}

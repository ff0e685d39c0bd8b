package io.tallybook.query.entitlement;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.entitlement.Grants;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/** Asks the views what has to be known of a customer. */
final class FactsOfCustomers {
    private static final int SUBSCRIPTIONS_MAX = 1_000;

    private final QueryGateway queries;

    FactsOfCustomers(QueryGateway queries) {
        this.queries = queries;
    }

    /** By the external id first, which is what is known where usage happens, then by the id. */
    CompletableFuture<Optional<CustomerFacts>> of(Scope scope, String customer) {
        return one(new CustomerQuery.ByExternalId(scope, customer))
                .thenCompose(
                        found ->
                                found.isPresent()
                                        ? CompletableFuture.completedFuture(found)
                                        : byId(scope, customer))
                .thenCompose(
                        found ->
                                found.map(view -> facts(view).thenApply(Optional::of))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    private CompletableFuture<Optional<CustomerView>> byId(Scope scope, String text) {
        try {
            return one(new CustomerQuery.ById(scope, new CustomerId(text)));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }

    private CompletableFuture<Optional<CustomerView>> one(CustomerQuery query) {
        return queries.query(query, ResponseTypes.optionalInstanceOf(CustomerView.class))
                .thenApply(
                        found ->
                                found.filter(
                                        view -> view.stamp().status() == EntityStatus.PUBLISHED));
    }

    private CompletableFuture<CustomerFacts> facts(CustomerView customer) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.id().value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(new Order("start_date", Direction.ASC)),
                        SUBSCRIPTIONS_MAX,
                        0);
        return queries.query(
                        new SubscriptionQuery.Search(customer.scope(), theirs),
                        ResponseTypes.instanceOf(SubscriptionQuery.Page.class))
                .thenCompose(
                        page ->
                                given(customer.scope(), page.items())
                                        .thenApply(
                                                given ->
                                                        new CustomerFacts(
                                                                customer.id(),
                                                                customer.externalId(),
                                                                page.items(),
                                                                given)));
    }

    private CompletableFuture<Given> given(Scope scope, List<SubscriptionView> subscriptions) {
        List<String> givers =
                subscriptions.stream()
                        .flatMap(s -> Grants.givers(s.id(), s.terms()).keySet().stream())
                        .distinct()
                        .toList();
        return givers.isEmpty()
                ? CompletableFuture.completedFuture(Given.NOTHING)
                : queries.query(
                        new EntitlementQuery.OfEntities(scope, givers),
                        ResponseTypes.instanceOf(Given.class));
    }
}

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
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
                .thenCompose(page -> shared(customer.scope(), page.items()))
                .thenCompose(
                        all ->
                                given(customer.scope(), all.views())
                                        .thenApply(
                                                given ->
                                                        new CustomerFacts(
                                                                customer.id(),
                                                                customer.externalId(),
                                                                all.views(),
                                                                all.inherited(),
                                                                given)));
    }

    /** Subscriptions, and what of a customer stands for those of them that it shares. */
    private record Shared(List<SubscriptionView> views, List<SubscriptionId> inherited) {}

    private CompletableFuture<Shared> shared(Scope scope, List<SubscriptionView> own) {
        List<SubscriptionId> parents =
                own.stream()
                        .map(view -> view.terms().related().parentId())
                        .filter(Objects::nonNull)
                        .toList();
        if (parents.isEmpty()) {
            return CompletableFuture.completedFuture(new Shared(own, List.of()));
        }
        return queries.query(
                        new SubscriptionQuery.ByIds(scope, parents),
                        ResponseTypes.instanceOf(SubscriptionQuery.Page.class))
                .thenApply(page -> shared(own, page.items()));
    }

    private static Shared shared(List<SubscriptionView> own, List<SubscriptionView> parents) {
        List<SubscriptionView> views = new ArrayList<>();
        List<SubscriptionId> inherited = new ArrayList<>();
        for (SubscriptionView view : own) {
            SubscriptionId parent = view.terms().related().parentId();
            if (parent == null) {
                views.add(view);
            } else {
                inherited.add(view.id());
                parents.stream().filter(one -> one.id().equals(parent)).forEach(views::add);
            }
        }
        return new Shared(views, inherited);
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

package io.tallybook.sagas.collection;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.gateway.PaymentProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/** By what customers can be charged. */
public final class PaymentMethods {
    private final QueryGateway queries;
    private final PaymentProvider provider;

    public PaymentMethods(QueryGateway queries, PaymentProvider provider) {
        this.queries = queries;
        this.provider = provider;
    }

    /** Those of one customer, the default first; none where nobody moves money. */
    @QueryHandler
    public CompletableFuture<PaymentQuery.Methods> handle(PaymentQuery.MethodsOf query) {
        return served(query.scope())
                .thenCompose(
                        served ->
                                served
                                        ? known(query.scope(), query.customerId())
                                        : CompletableFuture.completedFuture(
                                                new PaymentQuery.Methods(List.of())))
                .toCompletableFuture();
    }

    private CompletionStage<PaymentQuery.Methods> known(Scope scope, CustomerId customer) {
        return queries.query(
                        new CustomerQuery.ById(scope, customer),
                        ResponseTypes.optionalInstanceOf(CustomerView.class))
                .thenApply(found -> new PaymentQuery.Methods(methods(found)));
    }

    private List<PaymentQuery.Method> methods(Optional<CustomerView> customer) {
        return customer.map(provider::methodsOf).orElse(List.of());
    }

    private CompletableFuture<Boolean> served(Scope scope) {
        return queries.query(
                        new TenancyQuery.EnvironmentOf(scope),
                        ResponseTypes.optionalInstanceOf(EnvironmentView.class))
                .thenApply(
                        found ->
                                found.map(EnvironmentView::mode)
                                        .filter(provider::serves)
                                        .isPresent());
    }

    /** The methods to charge if nobody says which, of those who have any. */
    Map<CustomerId, PaymentQuery.Method> defaults(Scope scope, List<CustomerId> customers) {
        CustomerQuery.Page page =
                Replies.of(
                        queries.query(
                                new CustomerQuery.ByIds(scope, customers),
                                ResponseTypes.instanceOf(CustomerQuery.Page.class)));
        Map<CustomerId, PaymentQuery.Method> defaults = new HashMap<>();
        for (CustomerView customer : page.items()) {
            provider.methodsOf(customer).stream()
                    .findFirst()
                    .ifPresent(method -> defaults.put(customer.id(), method));
        }
        return defaults;
    }

    /** One by the name that was agreed. */
    PaymentQuery.Method named(String methodId) {
        return provider.named(methodId);
    }

    /** The method to charge if nobody says which. */
    Optional<PaymentQuery.Method> defaultOf(Scope scope, CustomerId customer) {
        return Replies.of(handle(new PaymentQuery.MethodsOf(scope, customer))).items().stream()
                .findFirst();
    }

    /** The one that was agreed, or the customer's default. */
    Optional<PaymentQuery.Method> chosen(Scope scope, CustomerId customer, @Nullable String named) {
        return named == null ? defaultOf(scope, customer) : Optional.of(provider.named(named));
    }

    /** Whether somebody moves money for an environment. */
    boolean serve(Scope scope) {
        return Replies.of(served(scope));
    }
}

package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.subscription.Families;
import io.tallybook.core.customer.CustomerId;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Finds out what customers and subscriptions hold. */
final class Holdings {

    private static final int SUBSCRIPTIONS_MAX = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Families families;

    Holdings(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.families = new Families(dispatch, directory);
    }

    /**
     * What a customer has.
     *
     * @param only of these subscriptions; of all if empty
     */
    Mono<Holding> of(Call call, CustomerId customer, Set<String> only) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(new Order("start_date", Direction.ASC)),
                        SUBSCRIPTIONS_MAX,
                        0);
        return Mono.zip(
                        dispatch.ask(
                                new SubscriptionQuery.Search(call.scope(), theirs),
                                SubscriptionQuery.Page.class),
                        dispatch.now(call))
                .flatMap(
                        both -> {
                            Instant at = both.getT2();
                            List<SubscriptionView> asked =
                                    both.getT1().items().stream()
                                            .filter(
                                                    s ->
                                                            only.isEmpty()
                                                                    || only.contains(
                                                                            s.id().value()))
                                            .toList();
                            return families.shared(call, active(asked, at))
                                    .flatMap(shared -> given(call, active(shared, at), at));
                        });
    }

    private static List<SubscriptionView> active(List<SubscriptionView> all, Instant at) {
        return all.stream().filter(s -> Grants.isActive(s, at)).toList();
    }

    /** What subscriptions give; of an inherited one, what that gives which is shared. */
    Mono<Holding> of(Call call, List<SubscriptionView> theirs, Instant at) {
        return families.shared(call, theirs).flatMap(shared -> given(call, shared, at));
    }

    private Mono<Holding> given(Call call, List<SubscriptionView> subscriptions, Instant at) {
        List<String> givers =
                subscriptions.stream()
                        .flatMap(s -> Grants.givers(s.id(), s.terms()).keySet().stream())
                        .distinct()
                        .toList();
        Mono<Given> given =
                givers.isEmpty()
                        ? Mono.just(Given.NOTHING)
                        : dispatch.ask(
                                new EntitlementQuery.OfEntities(call.scope(), givers), Given.class);
        return Mono.zip(
                given,
                directory.plans(call, subscriptions.stream().map(s -> s.terms().planId()).toList()),
                (all, plans) -> new Holding(subscriptions, all, plans, at));
    }
}

package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.response.Answer;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of credits that will be given: of each grant the next ones. */
@RestController
public final class UpcomingGrants {
    private static final int MOST = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;

    public UpcomingGrants(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    private record Coming(
            CreditGrantView grant, Next next, @Nullable SubscriptionView subscription) {}

    @GetMapping("/v1/subscriptions/{id}/grants/upcoming")
    Mono<ResponseEntity<byte[]>> ofSubscription(Call call, @PathVariable("id") String id) {
        return dispatch.find(
                        new SubscriptionQuery.ById(
                                call.scope(), Named.id("subscription", id, SubscriptionId::new)),
                        SubscriptionView.class)
                .switchIfEmpty(Named.missing("subscription", id))
                .flatMap(
                        view ->
                                dispatch.ask(
                                                new CreditGrantQuery.OfHolders(
                                                        call.scope(), List.of(id)),
                                                CreditGrantQuery.Page.class)
                                        .map(page -> shown(page.items(), Map.of(view.id(), view))));
    }

    @GetMapping("/v1/customers/{id}/grants/upcoming")
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(
                        customer ->
                                dispatch.ask(
                                        new CreditGrantQuery.Search(
                                                call.scope(), of(customer.id())),
                                        CreditGrantQuery.Page.class))
                .flatMap(page -> withSubscriptions(call, page.items()));
    }

    private static SearchSpec of(CustomerId customer) {
        return new SearchSpec(
                List.of(new Criterion("customer_id", Operator.EQ, List.of(customer.value()))),
                List.of(),
                MOST,
                0);
    }

    private Mono<ResponseEntity<byte[]>> withSubscriptions(Call call, List<CreditGrantView> all) {
        List<SubscriptionId> ids =
                all.stream()
                        .map(view -> view.grant().target().subscriptionId())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        return dispatch.ask(
                        new SubscriptionQuery.ByIds(call.scope(), ids),
                        SubscriptionQuery.Page.class)
                .map(
                        page ->
                                shown(
                                        all,
                                        page.items().stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                SubscriptionView::id,
                                                                view -> view))));
    }

    // What a subscription that has ended would have got, it will not.
    private static ResponseEntity<byte[]> shown(
            List<CreditGrantView> grants, Map<SubscriptionId, SubscriptionView> subscriptions) {
        List<Coming> coming = new ArrayList<>();
        for (CreditGrantView grant : grants) {
            SubscriptionId whose = grant.grant().target().subscriptionId();
            SubscriptionView view = whose == null ? null : subscriptions.get(whose);
            Next next = grant.course().next();
            boolean served = view == null || view.status().isRunning();
            if (next != null && grant.course().endedAt() == null && served) {
                coming.add(new Coming(grant, next, view));
            }
        }
        coming.sort(
                Comparator.comparing((Coming one) -> one.next().at())
                        .thenComparing(one -> one.grant().id().value()));
        return Answer.ok(
                PageJson.of(
                        coming,
                        coming.size(),
                        MOST,
                        0,
                        one ->
                                CreditGrantJson.upcoming(
                                        one.grant(), one.next(), one.subscription())));
    }
}

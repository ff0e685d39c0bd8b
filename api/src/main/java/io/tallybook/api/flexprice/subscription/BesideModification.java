package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * One of what stands beside a subscription and is on its next invoices: a coupon, a tax.
 *
 * @param found what is to be done, once it is known that it can be
 */
record BesideModification(
        Directory directory, BiFunction<Call, SubscriptionView, Mono<Mono<Void>>> found)
        implements Modification {
    @Override
    public Mono<ObjectNode> preview(Call call, String subscription) {
        return of(call, subscription)
                .flatMap(
                        view ->
                                found.apply(call, view)
                                        .thenReturn(shown(view, Changes.Stage.PREVIEW)));
    }

    @Override
    public Mono<Made> execute(Call call, String subscription) {
        return of(call, subscription)
                .flatMap(
                        view ->
                                found.apply(call, view)
                                        .flatMap(done -> done)
                                        .then(Mono.defer(() -> of(call, subscription))))
                .map(view -> new Made(shown(view, Changes.Stage.ISSUED), Optional.empty()));
    }

    private Mono<SubscriptionView> of(Call call, String subscription) {
        return directory
                .subscription(call, Named.id("subscription", subscription, SubscriptionId::new))
                .map(Wishes::alive)
                .doOnNext(BesideModification::requireOwnInvoices);
    }

    // It would be taken, and be on no invoice ever.
    private static void requireOwnInvoices(SubscriptionView view) {
        SubscriptionId parent = view.terms().related().parentId();
        if (parent != null) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "subscription '%s' is inherited: what is to be on its invoice is said of '%s'"
                                    .formatted(view.id(), parent),
                            Map.of(
                                    "id",
                                    view.id().value(),
                                    "parent_subscription_id",
                                    parent.value()))
                    .asException();
        }
    }

    private static ObjectNode shown(SubscriptionView view, Changes.Stage stage) {
        return ChangedJson.modified(view, Optional.empty(), stage);
    }
}

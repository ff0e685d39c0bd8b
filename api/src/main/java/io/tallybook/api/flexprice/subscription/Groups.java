package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Subscriptions that are invoiced together, or are to be. */
final class Groups {
    private Groups() {}

    /**
     * Finds out early what a subscription would refuse.
     *
     * <p>Errors: ProblemException (400) naming the field if it cannot be invoiced with the parent.
     */
    static SubscriptionView fitting(
            String field,
            SubscriptionView child,
            SubscriptionId parentId,
            SubscriptionTerms parent,
            Instant openSince) {
        if (child.status() != SubscriptionView.Status.ACTIVE) {
            throw refused(
                    field,
                    "subscriptions that are active",
                    "'%s', which is %s".formatted(child.id(), child.status()));
        }
        requireFits(
                field,
                "'%s'".formatted(child.id()),
                GroupedBilling.broken(child.id(), child.terms(), parentId, parent, openSince));
        return child;
    }

    /**
     * Errors: ProblemException (400) naming the field if something is broken.
     *
     * @param got the child, as it was named
     * @param broken as of {@link GroupedBilling#broken}
     */
    static void requireFits(String field, String got, Optional<Rejection> broken) {
        broken.ifPresent(
                rejection -> {
                    throw refused(field, String.valueOf(rejection.facts().get("expected")), got);
                });
    }

    /** Whether a subscription is invoiced with another. */
    static boolean isIn(SubscriptionView child, @Nullable SubscriptionId parent) {
        return child.terms()
                .related()
                .membership()
                .filter(membership -> membership.parentId().equals(parent))
                .isPresent();
    }

    /**
     * Waits until children show that they are invoiced with another; a process has them join as
     * soon as it has heard of it.
     */
    static Mono<Void> settled(
            Dispatch dispatch, Call call, List<SubscriptionId> children, SubscriptionId parent) {
        return settled(dispatch, call, children, parent, true);
    }

    /** The same, or that they are not any more. */
    static Mono<Void> settled(
            Dispatch dispatch,
            Call call,
            List<SubscriptionId> children,
            SubscriptionId parent,
            boolean joined) {
        return Flux.fromIterable(children)
                .concatMap(
                        id ->
                                dispatch.find(
                                                new SubscriptionQuery.ById(call.scope(), id),
                                                SubscriptionView.class)
                                        .filter(view -> isIn(view, parent) != joined)
                                        .flatMap(
                                                view ->
                                                        dispatch.await(
                                                                call,
                                                                ViewKind.SUBSCRIPTION,
                                                                new Receipt(
                                                                        id.value(),
                                                                        view.stamp().version()
                                                                                + 1))))
                .then();
    }
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.EntityId;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What belongs to one subscription alone and does not go over to another that takes its place:
 * nobody is to lose it unasked.
 */
final class Uncarried {
    private final Dispatch dispatch;

    Uncarried(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (400) naming the first that a subscription has. */
    Mono<Void> check(Call call, SubscriptionView view, SubscriptionTerms next) {
        return Flux.concat(coupons(call, view, next), grants(call, view))
                .next()
                .flatMap(found -> Mono.<Void>error(refused(view, found)));
    }

    private static RuntimeException refused(SubscriptionView view, String found) {
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        "subscription '%s' has %s, which is not carried into another billing period: end that first"
                                .formatted(view.id(), found))
                .asException();
    }

    // Those of the whole subscription go on, and those of a line that goes on.
    private Flux<String> coupons(Call call, SubscriptionView view, SubscriptionTerms next) {
        return dispatch.ask(
                        new CouponAssociationQuery.OfSubscriptions(
                                call.scope(), view.terms().lineage(view.id())),
                        CouponAssociationQuery.Page.class)
                .flatMapMany(
                        page ->
                                named(
                                        "coupon association",
                                        page.items().stream()
                                                .filter(one -> counts(one, next.startDate()))
                                                .filter(one -> isLeft(one, view, next))
                                                .map(CouponAssociationView::id)));
    }

    private static boolean counts(CouponAssociationView held, Instant moment) {
        Instant end = held.association().endDate();
        boolean usedUp =
                held.association().coupon().cadence() == CouponDocument.Cadence.ONCE
                        && !held.uses().isEmpty();
        return !usedUp && lasts(end, moment);
    }

    // One of a line that is over by then covers nothing that could be lost.
    private static boolean isLeft(
            CouponAssociationView held, SubscriptionView view, SubscriptionTerms next) {
        LineItemId named = held.association().lineItemId();
        SubscriptionId holder = held.association().subscriptionId();
        Optional<LineItemId> limit =
                named == null || view.id().equals(holder)
                        ? Optional.ofNullable(named)
                        : continued(view.terms(), holder, named);
        return limit.flatMap(id -> line(view.terms(), id))
                .filter(line -> lasts(line.endDate(), next.startDate()))
                .filter(line -> continued(next, view.id(), line.id()).isEmpty())
                .isPresent();
    }

    private static Optional<LineItemId> continued(
            SubscriptionTerms terms, @Nullable SubscriptionId holder, LineItemId line) {
        return terms.arranged().since(holder).stream()
                .findFirst()
                .flatMap(before -> before.continued(line));
    }

    private static Optional<LineItem> line(SubscriptionTerms terms, LineItemId id) {
        return terms.lineItems().stream().filter(line -> line.id().equals(id)).findFirst();
    }

    private static boolean lasts(@Nullable Instant end, Instant moment) {
        return end == null || moment.isBefore(end);
    }

    // What came from the plan or an addon comes again with the one that follows.
    private Flux<String> grants(Call call, SubscriptionView view) {
        return dispatch.ask(
                        new CreditGrantQuery.OfHolders(call.scope(), List.of(view.id().value())),
                        CreditGrantQuery.Page.class)
                .flatMapMany(
                        page ->
                                named(
                                        "credit grant",
                                        page.items().stream()
                                                .filter(one -> one.course().next() != null)
                                                .filter(one -> one.grant().target().from() == null)
                                                .map(CreditGrantView::id)));
    }

    private static Flux<String> named(String kind, Stream<? extends EntityId> ids) {
        return Flux.fromStream(ids.map(id -> "%s '%s'".formatted(kind, id)));
    }
}

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
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.entitlement.Given;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxAssociationView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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
    Mono<Void> check(Call call, SubscriptionView view, Instant moment) {
        return Flux.concat(
                        coupons(call, view, moment),
                        taxes(call, view, moment),
                        entitlements(call, view, moment),
                        grants(call, view))
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

    private Flux<String> coupons(Call call, SubscriptionView view, Instant moment) {
        return dispatch.ask(
                        new CouponAssociationQuery.OfSubscriptions(
                                call.scope(), List.of(view.id())),
                        CouponAssociationQuery.Page.class)
                .flatMapMany(
                        page ->
                                named(
                                        "coupon association",
                                        page.items().stream()
                                                .filter(one -> counts(one, moment))
                                                .map(CouponAssociationView::id)));
    }

    private static boolean counts(CouponAssociationView held, Instant moment) {
        Instant end = held.association().endDate();
        boolean usedUp =
                held.association().coupon().cadence() == CouponDocument.Cadence.ONCE
                        && !held.uses().isEmpty();
        return !usedUp && (end == null || moment.isBefore(end));
    }

    private Flux<String> taxes(Call call, SubscriptionView view, Instant moment) {
        return dispatch.ask(
                        new TaxAssociationQuery.Borne(call.scope(), List.of(view.id().value())),
                        BorneTaxes.class)
                .flatMapMany(
                        borne ->
                                named(
                                        "tax association",
                                        borne.taxes().stream()
                                                .map(BorneTaxes.Borne::association)
                                                .filter(one -> lasts(one, moment))
                                                .map(TaxAssociationView::id)));
    }

    private static boolean lasts(TaxAssociationView borne, Instant moment) {
        Instant end = borne.association().endDate();
        return end == null || moment.isBefore(end);
    }

    private Flux<String> entitlements(Call call, SubscriptionView view, Instant moment) {
        return dispatch.ask(
                        new EntitlementQuery.OfEntities(call.scope(), List.of(view.id().value())),
                        Given.class)
                .flatMapMany(
                        given ->
                                named(
                                        "entitlement",
                                        given.items().stream()
                                                .filter(one -> one.isGivenAt(moment))
                                                .map(EntitlementView::id)));
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

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.coupon.Redeeming;
import io.tallybook.api.flexprice.entitlement.OverriddenEntitlements;
import io.tallybook.api.flexprice.price.OwnPrices;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Makes a subscription with its prices, coupons, taxes and credits: with all, or not at all. */
final class Creation {
    private final Dispatch dispatch;
    private final OwnPrices own;
    private final OverriddenEntitlements entitlements;
    private final Redeeming redeeming;
    private final TaxOverrides taxOverrides;
    private final FirstPayments firstPayments;

    Creation(
            Dispatch dispatch,
            OwnPrices own,
            OverriddenEntitlements entitlements,
            FirstPayments firstPayments) {
        this.dispatch = dispatch;
        this.own = own;
        this.entitlements = entitlements;
        this.firstPayments = firstPayments;
        this.redeeming = new Redeeming(dispatch);
        this.taxOverrides = new TaxOverrides(dispatch);
    }

    /** Errors: ProblemException for whatever of it is refused; what was made before is undone. */
    Mono<TermsOfPlan.Agreed> begun(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            TermsOfPlan.Agreed agreed,
            List<TaxOverrides.Wish> taxes,
            List<EntitlementDocument> given,
            Instant now) {
        CreationWishes wishes = request.wishes();
        SubscriptionCommand command =
                switch (request.beginning()) {
                    case ACTIVE ->
                            new SubscriptionCommand.Create(id, call.scope(), now, agreed.terms());
                    case DRAFT ->
                            new SubscriptionCommand.Draft(id, call.scope(), now, agreed.terms());
                };
        return taxOverrides
                .find(call, taxes)
                .flatMap(
                        found -> {
                            var made =
                                    taxOverrides
                                            .name(call, Bearer.SUBSCRIPTION, id, found, now)
                                            .then(own.make(call, agreed.prices(), now))
                                            .then(payable(call, id, request, agreed, now))
                                            .then(
                                                    dispatch.send(
                                                            call, ViewKind.SUBSCRIPTION, command))
                                            .then(inherited(call, id, agreed));
                            var credited =
                                    wishes.grants()
                                            .around(dispatch, call, id, agreed.terms(), now, made);
                            return redeeming.around(
                                    call, id, agreed.terms(), wishes.coupons(), now, credited);
                        })
                .then(Mono.defer(() -> entitlements.give(call, id, given, now)))
                .thenReturn(agreed);
    }

    // They are made by a process, as soon as that has heard of the one that is shared.
    private Mono<Void> inherited(Call call, SubscriptionId id, TermsOfPlan.Agreed agreed) {
        return Flux.fromIterable(agreed.terms().related().heirs())
                .flatMap(
                        heir ->
                                dispatch.await(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        new Receipt(heir.subscriptionId().value(), 0)))
                .then(Groups.settled(dispatch, call, agreed.terms().related().children(), id));
    }

    /** A draft is asked for when it is activated. */
    private Mono<Void> payable(
            Call call,
            SubscriptionId id,
            SubscriptionRequest request,
            TermsOfPlan.Agreed agreed,
            Instant now) {
        return switch (request.beginning()) {
            case ACTIVE ->
                    Mono.defer(() -> firstPayments.authorized(call, id, agreed.terms(), now));
            case DRAFT -> Mono.empty();
        };
    }
}

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
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.GroupedChild;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Makes a subscription with its prices, coupons, taxes and credits, and with those that begin
 * together with it: with all, or not at all.
 */
final class Creation {
    private final Dispatch dispatch;
    private final OwnPrices own;
    private final TermsOfPlan terms;
    private final OverriddenEntitlements entitlements;
    private final Redeeming redeeming;
    private final TaxOverrides taxOverrides;
    private final FirstPayments firstPayments;

    Creation(Dispatch dispatch, OwnPrices own, TermsOfPlan terms, FirstPayments firstPayments) {
        this.dispatch = dispatch;
        this.own = own;
        this.terms = terms;
        this.firstPayments = firstPayments;
        this.entitlements = new OverriddenEntitlements(dispatch);
        this.redeeming = new Redeeming(dispatch);
        this.taxOverrides = new TaxOverrides(dispatch);
    }

    /**
     * A subscription as it is wished for.
     *
     * @param taxes that are to hold instead of others
     * @param instead entitlements that are to be otherwise than the plan gives them
     */
    record Wish(
            SubscriptionRequest request,
            List<TaxOverrides.Wish> taxes,
            List<OverriddenEntitlements.Wish> instead) {}

    /** A subscription that can be made, and all that it is made with. */
    record Planned(
            SubscriptionId id,
            SubscriptionRequest request,
            TermsOfPlan.Agreed agreed,
            List<TaxOverrides.Found> taxes,
            List<EntitlementDocument> given) {
        GroupedChild child() {
            return new GroupedChild(id, agreed.terms());
        }
    }

    /** Errors: ProblemException for whatever of it is refused; what was made before is undone. */
    Mono<Planned> begun(Call call, Wish wish, Instant now) {
        return planned(call, wish, now)
                .flatMap(
                        parent ->
                                children(call, parent, now)
                                        .flatMap(children -> begun(call, parent, children, now)));
    }

    private Mono<Planned> planned(Call call, Wish wish, Instant now) {
        SubscriptionId id = SubscriptionId.of(call.ids().next());
        return terms.agree(call, id, wish.request(), now)
                .flatMap(agreed -> firstPayments.heldBack(call, agreed))
                .flatMap(
                        agreed ->
                                Mono.zip(
                                                taxOverrides.find(call, wish.taxes()),
                                                entitlements.read(
                                                        call,
                                                        id,
                                                        givers(agreed.terms()),
                                                        wish.instead()))
                                        .map(
                                                read ->
                                                        new Planned(
                                                                id,
                                                                wish.request(),
                                                                agreed,
                                                                read.getT1(),
                                                                read.getT2())));
    }

    private static Set<String> givers(SubscriptionTerms terms) {
        Set<String> givers = new HashSet<>();
        givers.add(terms.planId().value());
        terms.addons().forEach(addon -> givers.add(addon.addonId().value()));
        return givers;
    }

    private Mono<List<Planned>> children(Call call, Planned parent, Instant now) {
        return Flux.fromIterable(parent.request().inheritance().children())
                .concatMap(
                        child ->
                                planned(
                                        call,
                                        new Wish(
                                                child.beside(parent.agreed().terms()),
                                                child.taxes(),
                                                child.entitlements()),
                                        now))
                .doOnNext(child -> requireFits(child, parent))
                .collectList();
    }

    // Finds out early what the parent would refuse.
    private static void requireFits(Planned child, Planned parent) {
        SubscriptionTerms settled = settled(parent);
        Groups.requireFits(
                "inheritance." + InheritanceRequest.CHILDREN,
                "one for '%s'".formatted(child.agreed().customer().externalId()),
                GroupedBilling.broken(
                        child.id(),
                        settled(child),
                        parent.id(),
                        settled,
                        SubscriptionPeriods.of(settled).period(0).start()));
    }

    private static SubscriptionTerms settled(Planned planned) {
        return SettledTerms.of(planned.agreed().terms());
    }

    private Mono<Planned> begun(Call call, Planned parent, List<Planned> children, Instant now) {
        Mono<?> made =
                payable(call, parent, now)
                        .then(
                                dispatch.send(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        command(call, parent, children, now),
                                        parent.agreed().terms().lineItems().size()))
                        .then(Mono.defer(() -> related(call, parent, children)));
        for (Planned child : children.reversed()) {
            made =
                    around(
                            call,
                            child,
                            child.child().joining(parent.id(), parent.agreed().terms()),
                            now,
                            made);
        }
        return around(call, parent, parent.agreed().terms(), now, made)
                .then(
                        Flux.fromStream(() -> Stream.concat(Stream.of(parent), children.stream()))
                                .concatMap(
                                        one -> entitlements.give(call, one.id(), one.given(), now))
                                .then())
                .thenReturn(parent);
    }

    private static SubscriptionCommand command(
            Call call, Planned parent, List<Planned> children, Instant now) {
        return switch (parent.request().beginning()) {
            case ACTIVE ->
                    new SubscriptionCommand.Create(
                            parent.id(),
                            call.scope(),
                            now,
                            parent.agreed().terms(),
                            children.stream().map(Planned::child).toList());
            case DRAFT ->
                    new SubscriptionCommand.Draft(
                            parent.id(), call.scope(), now, parent.agreed().terms());
        };
    }

    /** Does what makes a subscription, with all that this one is to have. */
    private Mono<?> around(
            Call call, Planned planned, SubscriptionTerms agreed, Instant now, Mono<?> made) {
        SubscriptionId id = planned.id();
        CreationWishes wishes = planned.request().wishes();
        var priced =
                taxOverrides
                        .name(call, Bearer.SUBSCRIPTION, id, planned.taxes(), now)
                        .then(own.make(call, planned.agreed().prices(), now))
                        .then(made);
        return redeeming.around(
                call,
                id,
                agreed,
                wishes.coupons(),
                now,
                wishes.grants().around(dispatch, call, id, agreed, now, priced));
    }

    // They are made and join by processes, as soon as those have heard of the one that is shared.
    private Mono<Void> related(Call call, Planned parent, List<Planned> children) {
        Stream<SubscriptionId> begin =
                Stream.concat(
                        parent.agreed().terms().related().heirs().stream()
                                .map(Heir::subscriptionId),
                        children.stream().map(Planned::id));
        return Flux.fromStream(begin)
                .flatMap(
                        id ->
                                dispatch.await(
                                        call, ViewKind.SUBSCRIPTION, new Receipt(id.value(), 0)))
                .then(
                        Groups.settled(
                                dispatch,
                                call,
                                parent.agreed().terms().related().children(),
                                parent.id()));
    }

    /** A draft is asked for when it is activated. */
    private Mono<Void> payable(Call call, Planned planned, Instant now) {
        return switch (planned.request().beginning()) {
            case ACTIVE ->
                    Mono.defer(
                            () ->
                                    firstPayments.authorized(
                                            call, planned.id(), planned.agreed().terms(), now));
            case DRAFT -> Mono.empty();
        };
    }
}

package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.SettledTerms;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds those with whom subscriptions stand together, or are to. */
public final class Families {
    private static final int RELATED_MAX = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;

    public Families(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /**
     * The terms, standing together with others as it is wished.
     *
     * <p>Errors: ProblemException (404) if somebody who is named is not there or not in use, (400)
     * if the invoices would go to a customer who is billed in another currency.
     */
    Mono<SubscriptionTerms> joined(
            Call call, SubscriptionId id, InheritanceRequest wish, SubscriptionTerms terms) {
        return paid(call, wish, terms)
                .flatMap(
                        paid ->
                                wish.heirs().isEmpty()
                                        ? Mono.just(paid)
                                        : shared(call, wish.heirs(), paid))
                .flatMap(
                        agreed ->
                                wish.grouped().isEmpty()
                                        ? Mono.just(agreed)
                                        : grouped(call, id, wish.grouped(), agreed));
    }

    private Mono<SubscriptionTerms> grouped(
            Call call, SubscriptionId id, List<String> names, SubscriptionTerms terms) {
        SubscriptionTerms settled = SettledTerms.of(terms);
        Instant openSince = SubscriptionPeriods.of(settled).period(0).start();
        return Flux.fromIterable(names)
                .concatMap(
                        name ->
                                directory.subscription(
                                        call, Named.id("subscription", name, SubscriptionId::new)))
                .map(
                        child ->
                                Groups.fitting(
                                        "inheritance." + InheritanceRequest.GROUPED,
                                        child,
                                        id,
                                        settled,
                                        openSince))
                .map(SubscriptionView::id)
                .collectList()
                .map(children -> terms.with(terms.related().grouping(children)));
    }

    private Mono<SubscriptionTerms> shared(Call call, List<String> names, SubscriptionTerms terms) {
        return heirs(call, names, terms.startDate())
                .flatMap(
                        heirs ->
                                requireFree(
                                                call,
                                                terms.customerId(),
                                                heirs,
                                                "inheritance." + InheritanceRequest.HEIRS)
                                        .thenReturn(terms.with(terms.related().with(heirs))));
    }

    /**
     * Finds out early what the subscription would refuse.
     *
     * <p>Errors: ProblemException (400) if one of them shares another subscription already, or has
     * one that is shared, or if {@code head} shares one.
     */
    Mono<Void> requireFree(Call call, CustomerId head, List<Heir> heirs, String field) {
        if (heirs.isEmpty()) {
            return Mono.empty();
        }
        List<String> ids = new ArrayList<>();
        ids.add(head.value());
        heirs.forEach(heir -> ids.add(heir.customerId().value()));
        var related =
                new SearchSpec(
                        List.of(
                                new Criterion("customer_id", Operator.IN, ids),
                                new Criterion("type", Operator.IN, List.of("PARENT", "INHERITED")),
                                new Criterion("status", Operator.NOT_IN, List.of("CANCELLED"))),
                        List.of(),
                        RELATED_MAX,
                        0);
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), related),
                        SubscriptionQuery.Page.class)
                .doOnNext(page -> page.items().forEach(view -> requireFree(view, head, field)))
                .then();
    }

    private static void requireFree(SubscriptionView view, CustomerId head, String field) {
        boolean inherited = view.terms().type() == SubscriptionType.INHERITED;
        if (!inherited && view.terms().related().present().isEmpty()) {
            return; // others are invoiced with it, and nobody shares it
        }
        if (!view.terms().customerId().equals(head)) {
            throw refused(
                    field,
                    "customers who share no other subscription, and whose own nobody shares",
                    "'%s', of whom there is '%s'"
                            .formatted(view.terms().externalCustomerId(), view.id()));
        }
        if (inherited) {
            throw refused(
                    "customer_id",
                    "a customer who shares no other subscription, as others are to share this",
                    "'%s', of whom there is '%s'".formatted(head, view.id()));
        }
    }

    private Mono<SubscriptionTerms> paid(
            Call call, InheritanceRequest wish, SubscriptionTerms terms) {
        String payer = wish.payer();
        return payer == null
                ? Mono.just(terms)
                : Directory.inUse("customer", directory.customerNamed(call, payer))
                        .map(found -> paidBy(found, terms));
    }

    private static SubscriptionTerms paidBy(CustomerView payer, SubscriptionTerms terms) {
        CurrencyCode billedIn = payer.terms().currency();
        if (billedIn != null && !billedIn.equals(terms.currency())) {
            throw refused(
                    InheritanceRequest.PAYER,
                    "a customer who is billed in " + terms.currency(),
                    "'%s', who is billed in %s".formatted(payer.externalId(), billedIn));
        }
        return payer.id().equals(terms.customerId())
                ? terms
                : terms.with(Family.paidBy(payer.id()));
    }

    /**
     * Customers as heirs, each with an inherited subscription to be made.
     *
     * <p>Errors: ProblemException (404) if one is not there or not in use.
     */
    Mono<List<Heir>> heirs(Call call, List<String> names, Instant from) {
        return directory
                .customersNamed(call, names)
                .flatMap(
                        found ->
                                Flux.fromIterable(names)
                                        .concatMap(name -> customer(found, name))
                                        .map(
                                                view ->
                                                        new Heir(
                                                                view.id(),
                                                                view.externalId(),
                                                                SubscriptionId.of(
                                                                        call.ids().next()),
                                                                from,
                                                                null))
                                        .collectList());
    }

    private static Mono<CustomerView> customer(Map<String, CustomerView> found, String name) {
        CustomerView view = found.get(name);
        return view == null
                ? Named.missing("customer", name)
                : Directory.inUse("customer", Mono.just(view));
    }

    /** Subscriptions, those that are inherited in the period and by the plan of what is shared. */
    Mono<List<SubscriptionView>> inPeriod(Call call, List<SubscriptionView> views) {
        return parents(call, views)
                .map(parents -> views.stream().map(view -> inPeriod(view, parents)).toList());
    }

    Mono<SubscriptionView> inPeriod(Call call, SubscriptionView view) {
        return inPeriod(call, List.of(view)).map(List::getFirst);
    }

    private static SubscriptionView inPeriod(
            SubscriptionView view, Map<String, SubscriptionView> parents) {
        SubscriptionId parent = view.terms().related().parentId();
        SubscriptionView shared = parent == null ? null : parents.get(parent.value());
        return shared == null
                ? view
                : view.in(shared.periodIndex(), shared.currentPeriod())
                        .agreeing(view.terms().by(shared.terms().planId()));
    }

    /** Subscriptions, with what is shared in the place of what is inherited. */
    public Mono<List<SubscriptionView>> shared(Call call, List<SubscriptionView> views) {
        return parents(call, views)
                .map(
                        parents -> {
                            List<SubscriptionView> all = new ArrayList<>();
                            for (SubscriptionView view : views) {
                                SubscriptionId parent = view.terms().related().parentId();
                                all.add(
                                        parent == null
                                                ? view
                                                : parents.getOrDefault(parent.value(), view));
                            }
                            return all.stream().distinct().toList();
                        });
    }

    /**
     * Whose subscriptions may count what a customer uses: its own, and those of everybody with whom
     * it shares one or did.
     */
    public Mono<List<CustomerId>> counting(Call call, CustomerId customer) {
        var inherited =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.value())),
                                new Criterion(
                                        "type",
                                        Operator.EQ,
                                        List.of(SubscriptionType.INHERITED.name()))),
                        List.of(),
                        RELATED_MAX,
                        0);
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), inherited),
                        SubscriptionQuery.Page.class)
                .flatMap(page -> shared(call, page.items()))
                .map(
                        parents ->
                                Stream.concat(
                                                Stream.of(customer),
                                                parents.stream()
                                                        .map(view -> view.terms().customerId()))
                                        .distinct()
                                        .toList());
    }

    private Mono<Map<String, SubscriptionView>> parents(Call call, List<SubscriptionView> views) {
        return directory.subscriptions(
                call,
                views.stream()
                        .map(view -> view.terms().related().parentId())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
    }
}

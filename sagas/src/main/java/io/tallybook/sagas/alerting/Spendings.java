package io.tallybook.sagas.alerting;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.EarlierSpend;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.GroupMembership;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.sagas.Replies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a customer and its watched subscriptions have come to, on whosever account that is.
 *
 * <p>What is open is asked for before what is billed: what moves on meanwhile is seen twice rather
 * than not at all.
 */
final class Spendings {
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;

    Spendings(QueryGateway queries) {
        this.queries = queries;
    }

    /** Empty if there is no such customer, and while its wallets are paying. */
    Optional<Spending> of(Scope scope, CustomerId customer, List<Watch> here, Freshness freshness) {
        Map<SubscriptionId, SubscriptionTerms> terms = terms(scope, here);
        Map<CustomerId, Optional<OpenCosts>> asked = new HashMap<>();
        Optional<OpenCosts> own = costs(scope, customer, freshness);
        if (own.isEmpty() || own.get().paying()) {
            return Optional.empty();
        }
        Map<SubscriptionId, List<OpenCosts>> others = new HashMap<>();
        terms.forEach(
                (id, agreed) ->
                        others.put(
                                id,
                                payers(agreed)
                                        .filter(payer -> !payer.equals(customer))
                                        .distinct()
                                        .flatMap(
                                                payer ->
                                                        asked
                                                                .computeIfAbsent(
                                                                        payer,
                                                                        one ->
                                                                                costs(
                                                                                        scope, one,
                                                                                        freshness))
                                                                .stream())
                                        .toList()));
        return Optional.of(new Spending(own.get(), others, billed(scope, here, terms)));
    }

    private Map<SubscriptionId, SubscriptionTerms> terms(Scope scope, List<Watch> here) {
        List<SubscriptionId> ids =
                here.stream()
                        .filter(watch -> watch.owner() != null)
                        .map(Watch::subscription)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        Map<SubscriptionId, SubscriptionTerms> terms = new HashMap<>();
        if (!ids.isEmpty()) {
            for (SubscriptionView view :
                    Replies.of(
                                    queries.query(
                                            new SubscriptionQuery.ByIds(scope, ids),
                                            ResponseTypes.instanceOf(SubscriptionQuery.Page.class)))
                            .items()) {
                terms.put(view.id(), view.terms());
            }
        }
        return terms;
    }

    // A closed period may still be on the account of who paid before.
    private static Stream<CustomerId> payers(SubscriptionTerms terms) {
        return Stream.of(
                        Stream.of(terms.customerId(), terms.payer()),
                        terms.related().groups().stream().map(GroupMembership::payer))
                .flatMap(one -> one);
    }

    private Optional<OpenCosts> costs(Scope scope, CustomerId customer, Freshness freshness) {
        return Replies.of(
                queries.query(
                        new WalletQuery.Costs(scope, customer, freshness),
                        ResponseTypes.optionalInstanceOf(OpenCosts.class)));
    }

    private Map<SubscriptionId, List<InvoiceView>> billed(
            Scope scope, List<Watch> here, Map<SubscriptionId, SubscriptionTerms> terms) {
        Map<SubscriptionId, List<InvoiceView>> billed = new HashMap<>();
        here.stream()
                .filter(Watch::comparesLifetime)
                .map(Watch::subscription)
                .filter(id -> id != null && terms.containsKey(id))
                .distinct()
                .forEach(
                        id ->
                                billed.put(
                                        id,
                                        billed(
                                                scope,
                                                EarlierSpend.invoicedBy(
                                                        id,
                                                        Objects.requireNonNull(terms.get(id))))));
        return billed;
    }

    private List<InvoiceView> billed(Scope scope, List<SubscriptionId> by) {
        List<InvoiceView> invoices = new ArrayList<>();
        List<InvoiceView> page;
        do {
            InvoiceId after = invoices.isEmpty() ? null : invoices.getLast().id();
            page =
                    Replies.of(
                                    queries.query(
                                            new InvoiceQuery.Search(scope, finalized(by, after)),
                                            ResponseTypes.instanceOf(InvoiceQuery.Page.class)))
                            .items();
            invoices.addAll(page);
        } while (page.size() == AT_ONCE);
        return invoices;
    }

    private static SearchSpec finalized(List<SubscriptionId> by, @Nullable InvoiceId after) {
        return new SearchSpec(
                List.of(
                        new Criterion(
                                "subscription_id",
                                Operator.IN,
                                by.stream().map(SubscriptionId::value).toList()),
                        new Criterion("status", Operator.EQ, List.of("FINALIZED"))),
                List.of(),
                List.of(new Order("id", Direction.ASC)),
                AT_ONCE,
                0,
                after == null ? null : after.value());
    }
}

package io.tallybook.query.live;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.CostNews;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.query.view.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;

/**
 * Answers what wallets are worth and what customers owe at this moment, and tells those who follow
 * a balance of every change.
 *
 * <p>Every process hears every event and the usage that it stores itself; what another process
 * stores is seen within a second.
 */
@ProcessingGroup(AccessQueries.PROCESSOR)
public final class LiveBalances implements UsageNews {
    private static final long VIEW_WAIT_MILLIS_MAX = 1_000;
    private static final Duration PACE = Duration.ofMillis(50);
    private static final Duration STRICT_LIMIT = Duration.ofSeconds(2);

    private final QueryGateway queries;
    private final QueryUpdateEmitter followers;
    private final CostNews news;
    private final InstantSource machine;
    private final LiveCosts costs;
    private final Map<Scope, EnvironmentMode> modes = new ConcurrentHashMap<>();

    /**
     * @param news is told whatever was worked out anew
     * @param customers of how many customers costs are remembered
     */
    public LiveBalances(
            QueryGateway queries,
            QueryUpdateEmitter followers,
            CostNews news,
            InstantSource machine,
            int customers) {
        this.queries = queries;
        this.followers = followers;
        this.news = news;
        this.machine = machine;
        this.costs =
                new LiveCosts(customers, PACE, new Views(), this::costsChanged, System::nanoTime);
    }

    private final class Views implements LiveCosts.Source {
        @Override
        public CompletableFuture<Optional<CustomerPeriods>> periods(
                Scope scope, CustomerId customer) {
            return CustomerPeriods.of(queries, scope, customer);
        }

        @Override
        public CompletableFuture<OpenCosts> costs(Scope scope, CustomerPeriods periods) {
            return now(scope)
                    .thenCompose(at -> periods.costs(queries, at, Freshness.CURRENT))
                    .thenApply(OpenCosts::fromMemory);
        }
    }

    @QueryHandler
    public CompletableFuture<Optional<OpenCosts>> handle(WalletQuery.Costs query) {
        return switch (query.freshness()) {
            case CURRENT -> costs.of(query.scope(), query.customer());
            case COMPLETE -> strict(query.scope(), query.customer());
        };
    }

    // The views are asked, and all usage that was acknowledged before is waited for. If that takes
    // too long, what is remembered is better than nothing, and says that it is.
    private CompletableFuture<Optional<OpenCosts>> strict(Scope scope, CustomerId customer) {
        return now(scope)
                .thenCombine(CustomerPeriods.of(queries, scope, customer), At::new)
                .thenCompose(
                        found ->
                                found.periods()
                                        .map(
                                                periods ->
                                                        periods.costs(
                                                                        queries,
                                                                        found.now(),
                                                                        Freshness.COMPLETE)
                                                                .thenApply(Optional::of))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())))
                .orTimeout(STRICT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(_ -> costs.of(scope, customer));
    }

    private record At(Instant now, Optional<CustomerPeriods> periods) {}

    @QueryHandler
    public CompletableFuture<Optional<WalletBalance>> handle(WalletQuery.Balance query) {
        return queries.query(
                        new WalletQuery.ById(query.scope(), query.id()),
                        ResponseTypes.optionalInstanceOf(WalletView.class))
                .thenCompose(
                        found ->
                                found.map(wallet -> balance(wallet, query.freshness()))
                                        .orElseGet(
                                                () ->
                                                        CompletableFuture.completedFuture(
                                                                Optional.empty())));
    }

    private CompletableFuture<Optional<WalletBalance>> balance(
            WalletView wallet, Freshness freshness) {
        return handle(
                        new WalletQuery.Costs(
                                wallet.scope(), wallet.wallet().customerId(), freshness))
                .thenApply(found -> found.map(open -> WalletBalance.of(wallet, open)));
    }

    private CompletableFuture<Instant> now(Scope scope) {
        return modes.get(scope) == EnvironmentMode.LIVE
                ? CompletableFuture.completedFuture(machineNow())
                : queries.query(
                                new TenancyQuery.EnvironmentOf(scope),
                                ResponseTypes.optionalInstanceOf(EnvironmentView.class))
                        .thenApply(
                                found -> {
                                    found.ifPresent(one -> modes.put(scope, one.mode()));
                                    return found.filter(one -> one.mode() != EnvironmentMode.LIVE)
                                            .map(EnvironmentView::now)
                                            .orElseGet(this::machineNow);
                                });
    }

    private Instant machineNow() {
        return machine.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void stored(Scope scope, Set<String> externalCustomerIds) {
        costs.used(scope, externalCustomerIds);
    }

    @Override
    public void interrupted() {
        costs.anyUsed();
    }

    private void costsChanged(Scope scope, OpenCosts open) {
        news.workedOut(scope, open);
        followed(
                query -> query.scope().equals(scope),
                wallet ->
                        wallet.wallet().customerId().equals(open.customer())
                                ? Optional.of(WalletBalance.of(wallet, open))
                                : Optional.empty());
    }

    /** Tells whoever follows one of these wallets, once for each wallet. */
    private void followed(
            Predicate<WalletQuery.Balance> which,
            Function<WalletView, Optional<WalletBalance>> told) {
        followers.activeSubscriptions().stream()
                .map(message -> message.getPayload())
                .filter(WalletQuery.Balance.class::isInstance)
                .map(WalletQuery.Balance.class::cast)
                .filter(which)
                .distinct()
                .forEach(query -> tell(query, told));
    }

    private void tell(
            WalletQuery.Balance query, Function<WalletView, Optional<WalletBalance>> told) {
        var _ =
                queries.query(
                                new WalletQuery.ById(query.scope(), query.id()),
                                ResponseTypes.optionalInstanceOf(WalletView.class))
                        .thenAccept(
                                found -> found.flatMap(told).ifPresent(now -> tell(query, now)));
    }

    private void tell(WalletQuery.Balance query, WalletBalance now) {
        followers.emit(WalletQuery.Balance.class, query::equals, now);
    }

    @EventHandler
    void on(WalletEvent event, DomainEventMessage<?> message) {
        WalletId id = event.walletId();
        Scope scope = Recorded.of(message).scope();
        boolean isFollowed =
                followers.activeSubscriptions().stream()
                        .anyMatch(
                                each ->
                                        each.getPayload() instanceof WalletQuery.Balance query
                                                && query.id().equals(id)
                                                && query.scope().equals(scope));
        if (isFollowed) {
            var _ =
                    shown(ViewKind.WALLET, id.value(), message)
                            .thenCompose(
                                    _ ->
                                            handle(
                                                    new WalletQuery.Balance(
                                                            scope, id, Freshness.CURRENT)))
                            .thenAccept(
                                    found ->
                                            found.ifPresent(
                                                    now ->
                                                            followers.emit(
                                                                    WalletQuery.Balance.class,
                                                                    query ->
                                                                            query.scope()
                                                                                            .equals(
                                                                                                    scope)
                                                                                    && query.id()
                                                                                            .equals(
                                                                                                    id),
                                                                    now)));
        }
    }

    @EventHandler
    void on(SubscriptionEvent event, DomainEventMessage<?> message) {
        Scope scope = Recorded.of(message).scope();
        if (!costs.knows(scope)) {
            return;
        }
        String id = event.subscriptionId().value();
        var _ =
                shown(ViewKind.SUBSCRIPTION, id, message)
                        .thenAccept(
                                _ -> {
                                    if (event instanceof SubscriptionEvent.Activated begun) {
                                        costs.changed(scope, begun.terms().payer());
                                    }
                                    costs.having(scope, id)
                                            .forEach(customer -> costs.changed(scope, customer));
                                });
    }

    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        Scope scope = Recorded.of(message).scope();
        boolean ofWhatIsOwed =
                event instanceof InvoiceEvent.Finalized
                        || event instanceof InvoiceEvent.Voided
                        || event instanceof InvoiceEvent.OfMoney;
        if (!ofWhatIsOwed || !costs.knows(scope)) {
            return;
        }
        InvoiceId id = event.invoiceId();
        var _ =
                shown(ViewKind.INVOICE, id.value(), message)
                        .thenCompose(
                                _ ->
                                        queries.query(
                                                new InvoiceQuery.ById(scope, id),
                                                ResponseTypes.optionalInstanceOf(
                                                        InvoiceView.class)))
                        .thenAccept(
                                found ->
                                        found.ifPresent(
                                                invoice ->
                                                        costs.changed(
                                                                scope,
                                                                invoice.opening().customerId())));
    }

    @EventHandler
    void on(EntitlementEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.ENTITLEMENT, event.entitlementId().value(), message);
    }

    @EventHandler
    void on(CouponAssociationEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.COUPON_ASSOCIATION, event.associationId().value(), message);
    }

    @EventHandler
    void on(TaxAssociationEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.TAX_ASSOCIATION, event.associationId().value(), message);
    }

    @EventHandler
    void on(TaxRateEvent event, DomainEventMessage<?> message) {
        everybody(ViewKind.TAX_RATE, event.taxRateId().value(), message);
    }

    private void everybody(ViewKind kind, String id, DomainEventMessage<?> message) {
        Scope scope = Recorded.of(message).scope();
        if (costs.knows(scope)) {
            var _ = shown(kind, id, message).thenAccept(_ -> costs.changed(scope));
        }
    }

    private CompletableFuture<Boolean> shown(
            ViewKind kind, String id, DomainEventMessage<?> message) {
        return queries.query(
                new AwaitView(kind, id, message.getSequenceNumber(), VIEW_WAIT_MILLIS_MAX),
                ResponseTypes.instanceOf(Boolean.class));
    }
}

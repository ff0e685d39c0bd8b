package io.tallybook.sagas.alerting;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertId;
import io.tallybook.core.alert.AlertQuery;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertView;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.CostNews;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.CustomerLooks;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Payers;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Looks at what is watched of a customer whenever something of it may have changed, and says what
 * is new to the alerts.
 *
 * <p>An alert takes only what was seen of it as it stands, so nothing is told twice.
 */
@ProcessingGroup(Alerting.PROCESSOR)
public final class Alerting implements UsageNews, CostNews, AutoCloseable {
    public static final String PROCESSOR = "process.alerting";
    private static final String NAME = "alerting";
    private static final long VIEW_WAIT_MILLIS = 2_000;
    private static final int AT_ONCE = 1_000;

    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final Watches watches;
    private final Payers payers;
    private final GrantUse grants;
    private final Spendings spendings;
    private final CustomerLooks looks =
            new CustomerLooks("what is watched", Duration.ZERO, this::looked);

    public Alerting(QueryGateway queries, ProcessCommands commands) {
        this.queries = queries;
        this.commands = commands;
        this.watches = new Watches(queries);
        this.payers = new Payers(queries);
        this.grants = new GrantUse(queries);
        this.spendings = new Spendings(queries);
    }

    @Override
    public void stored(Scope scope, Set<String> externalCustomerIds) {
        looks.beside(() -> used(scope, externalCustomerIds));
    }

    private void used(Scope scope, Set<String> externalIds) {
        List<Watch> here = watches.in(scope);
        if (here.isEmpty()) {
            return;
        }
        boolean anybody = here.stream().anyMatch(watch -> watch.owner() == null);
        // What one uses takes from the balance of who pays for it.
        payers.of(scope, externalIds).forEach(payer -> looks.look(scope, payer));
        here.stream()
                .filter(watch -> watch.ownerExternalId() != null)
                .filter(watch -> externalIds.contains(watch.ownerExternalId()))
                .map(watch -> Objects.requireNonNull(watch.owner()))
                .distinct()
                .forEach(customer -> looks.look(scope, customer));
        if (anybody) {
            externalIds.forEach(
                    id ->
                            Replies.of(
                                            queries.query(
                                                    new CustomerQuery.ByExternalId(scope, id),
                                                    ResponseTypes.optionalInstanceOf(
                                                            CustomerView.class)))
                                    .ifPresent(view -> looks.look(scope, view.id())));
        }
    }

    @Override
    public void interrupted() {}

    @Override
    public void workedOut(Scope scope, OpenCosts costs) {
        looks.beside(
                () -> {
                    looks.look(scope, costs.customer());
                    ownersOf(scope, costs::isOf);
                });
    }

    // Who pays for a subscription need not be who is told of it.
    private void ownersOf(Scope scope, Predicate<SubscriptionId> which) {
        watches.in(scope).stream()
                .filter(watch -> watch.subscription() != null && watch.owner() != null)
                .filter(watch -> which.test(Objects.requireNonNull(watch.subscription())))
                .map(watch -> Objects.requireNonNull(watch.owner()))
                .distinct()
                .forEach(customer -> looks.look(scope, customer));
    }

    /** Looks at everything that is watched and has an owner: what a crash left unseen is seen. */
    public void lookAtAll() {
        looks.begin(
                () ->
                        Replies.of(
                                        queries.query(
                                                new TenancyQuery.AllEnvironments(),
                                                ResponseTypes.instanceOf(
                                                        TenancyQuery.Environments.class)))
                                .items()
                                .stream()
                                .map(EnvironmentView::scope)
                                .forEach(this::lookAtAll));
    }

    private void lookAtAll(Scope scope) {
        watches.in(scope).stream()
                .map(Watch::owner)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(customer -> looks.look(scope, customer));
    }

    // What is remembered says when to look closer; only what is exact is told.
    private void looked(Scope scope, CustomerId customer) {
        List<Watch> here =
                watches.in(scope).stream().filter(watch -> watch.concerns(customer)).toList();
        if (here.isEmpty() || news(scope, customer, here, Freshness.CURRENT).isEmpty()) {
            return;
        }
        news(scope, customer, here, Freshness.COMPLETE).forEach(this::say);
    }

    // Wallets are read before and after: what moves one meanwhile is looked at by itself, and so is
    // the invoice that wallets are paying when it is final.
    private List<AlertCommand.Observe> news(
            Scope scope, CustomerId customer, List<Watch> here, Freshness freshness) {
        List<WalletView> wallets = wallets(scope, customer);
        Optional<Spending> found = spendings.of(scope, customer, here, freshness);
        if (found.isEmpty()
                || (freshness == Freshness.COMPLETE
                        && !versions(wallets).equals(versions(wallets(scope, customer))))) {
            return List.of();
        }
        Spending spending = found.get();
        Instant at = spending.own().at();
        List<Observation> seen = new ArrayList<>();
        for (Watch watch : here) {
            spending.of(watch)
                    .ifPresent(
                            costs ->
                                    seen.addAll(
                                            Observation.of(
                                                    watch, costs, wallets, spending.billed())));
        }
        seen.addAll(grants.seen(scope, customer, here, at, freshness));
        Map<AlertId, AlertView> standing = standing(scope, seen);
        return seen.stream()
                .flatMap(
                        one ->
                                one
                                        .news(scope, at, standing.get(one.subject().alert(scope)))
                                        .stream())
                .toList();
    }

    private static Map<WalletId, Long> versions(List<WalletView> wallets) {
        return wallets.stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                WalletView::id, wallet -> wallet.stamp().version()));
    }

    private void say(AlertCommand.Observe news) {
        commands.send(NAME, "watch:" + news.subject().settings(), news);
        Replies.of(
                queries.query(
                        new AwaitView(
                                ViewKind.ALERT,
                                news.alertId().value(),
                                news.version() + 1,
                                VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    private Map<AlertId, AlertView> standing(Scope scope, List<Observation> seen) {
        List<AlertId> ids = seen.stream().map(one -> one.subject().alert(scope)).toList();
        Map<AlertId, AlertView> standing = new HashMap<>();
        Replies.of(
                        queries.query(
                                new AlertQuery.ByIds(scope, ids),
                                ResponseTypes.instanceOf(AlertQuery.Alerts.class)))
                .items()
                .forEach(view -> standing.put(view.id(), view));
        return standing;
    }

    private List<WalletView> wallets(Scope scope, CustomerId customer) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.value())),
                                new Criterion("status", Operator.EQ, List.of("ACTIVE"))),
                        List.of(),
                        AT_ONCE,
                        0);
        return Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, theirs),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)))
                .items();
    }

    @EventHandler
    void on(AlertSettingsEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        shown(ViewKind.ALERT_SETTINGS, event.settingsId().value(), message);
        watches.forget(scope);
        watches.in(scope).stream()
                .filter(watch -> watch.id().equals(event.settingsId()))
                .map(Watch::owner)
                .filter(Objects::nonNull)
                .forEach(customer -> looks.look(scope, customer));
    }

    @EventHandler
    void on(FeatureEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        shown(ViewKind.FEATURE, event.featureId().value(), message);
        watches.forget(scope);
    }

    @EventHandler
    void on(WalletEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        if (watches.in(scope).isEmpty()) {
            return;
        }
        shown(ViewKind.WALLET, event.walletId().value(), message);
        Replies.of(
                        queries.query(
                                new WalletQuery.ById(scope, event.walletId()),
                                ResponseTypes.optionalInstanceOf(WalletView.class)))
                .ifPresent(view -> looks.look(scope, view.wallet().customerId()));
    }

    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        boolean ofWhatIsOwed =
                event instanceof InvoiceEvent.Opened
                        || event instanceof InvoiceEvent.Finalized
                        || event instanceof InvoiceEvent.Voided
                        || event instanceof InvoiceEvent.OfMoney;
        Scope scope = Occurrence.of(message).scope();
        if (!ofWhatIsOwed || watches.in(scope).isEmpty()) {
            return;
        }
        shown(ViewKind.INVOICE, event.invoiceId().value(), message);
        Replies.of(
                        queries.query(
                                new InvoiceQuery.ById(scope, event.invoiceId()),
                                ResponseTypes.optionalInstanceOf(InvoiceView.class)))
                .map(InvoiceView::opening)
                .ifPresent(
                        opening -> {
                            looks.look(scope, opening.customerId());
                            ownersOf(
                                    scope,
                                    id ->
                                            id.equals(opening.subscriptionId())
                                                    || opening.children().contains(id));
                        });
    }

    @EventHandler
    void on(SubscriptionEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        // The invoice of what was used before a renewal is opened right after it, and looked at.
        if (event instanceof SubscriptionEvent.Renewed || watches.in(scope).isEmpty()) {
            return;
        }
        shown(ViewKind.SUBSCRIPTION, event.subscriptionId().value(), message);
        Replies.of(
                        queries.query(
                                new SubscriptionQuery.ById(scope, event.subscriptionId()),
                                ResponseTypes.optionalInstanceOf(SubscriptionView.class)))
                .map(SubscriptionView::terms)
                .ifPresent(
                        terms -> {
                            looks.look(scope, terms.customerId());
                            if (!terms.payer().equals(terms.customerId())) {
                                looks.look(scope, terms.payer());
                            }
                        });
    }

    private void shown(ViewKind kind, String id, DomainEventMessage<?> message) {
        Replies.of(
                queries.query(
                        new AwaitView(kind, id, message.getSequenceNumber(), VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    @Override
    public void close() {
        looks.close();
    }
}

package io.tallybook.sagas.topups;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.CostNews;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.wallet.CreditValue;
import io.tallybook.sagas.CustomerLooks;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.Payers;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.alerting.Alerting;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Tells wallets that buy when they are low what is used and no invoice has taken yet, so that they
 * buy in time and not at the end of the period.
 *
 * <p>What is remembered of a customer's costs says when to look closer; only what is exact is said
 * to the wallet, and the wallet takes it only if it still is as it was before the costs were read.
 * So usage that an invoice takes meanwhile is not counted beside what it took, and one fall buys
 * once, however often it is seen.
 *
 * <pre>
 *  usage stored, costs changed, wallet moved ──► wallets, then costs as remembered: low?
 *                                            ──► costs exactly: still low?  ──► CountUsed(version)
 * </pre>
 */
@ProcessingGroup(Alerting.PROCESSOR)
public final class UsageTopUps implements UsageNews, CostNews, AutoCloseable {
    private static final String NAME = "topups";
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long VIEW_WAIT_MILLIS = 2_000;
    private static final int MOST = 1_000;

    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final Buyers buyers;
    private final Payers payers;
    private final CustomerLooks looks = new CustomerLooks("usage", PACE, this::looked);

    public UsageTopUps(QueryGateway queries, ProcessCommands commands) {
        this.queries = queries;
        this.commands = commands;
        this.buyers = new Buyers(queries);
        this.payers = new Payers(queries);
    }

    @Override
    public void stored(Scope scope, Set<String> externalCustomerIds) {
        looks.beside(() -> used(scope, externalCustomerIds));
    }

    private void used(Scope scope, Set<String> externalIds) {
        List<CustomerId> buying = buyers.all(scope);
        if (buying.isEmpty()) {
            return;
        }
        Set<CustomerId> affected = payers.of(scope, externalIds);
        affected.retainAll(buying);
        externalIds.forEach(id -> buyers.named(scope, id).ifPresent(affected::add));
        affected.forEach(customer -> looks.look(scope, customer));
    }

    @Override
    public void interrupted() {
        looks.beside(this::everybody);
    }

    @Override
    public void workedOut(Scope scope, OpenCosts costs) {
        looks.beside(
                () ->
                        buyers.named(scope, costs.externalCustomerId())
                                .ifPresent(customer -> looks.look(scope, customer)));
    }

    /** Looks at every customer with a wallet that buys: what a crash left unseen is seen. */
    public void lookAtAll() {
        looks.begin(this::everybody);
    }

    private void everybody() {
        Replies.of(
                        queries.query(
                                new TenancyQuery.AllEnvironments(),
                                ResponseTypes.instanceOf(TenancyQuery.Environments.class)))
                .items()
                .stream()
                .map(EnvironmentView::scope)
                .forEach(scope -> buyers.all(scope).forEach(one -> looks.look(scope, one)));
    }

    // A wallet that is only just made is not looked at yet: its first credits are on their way.
    @EventHandler
    void on(WalletEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        WalletId wallet = event.walletId();
        long version = message.getSequenceNumber();
        if (event instanceof WalletEvent.Created made) {
            ifBuying(made.wallet(), () -> learnt(scope, wallet, version));
        } else if (event instanceof WalletEvent.Updated now) {
            ifBuying(
                    now.wallet(),
                    () -> {
                        learnt(scope, wallet, version);
                        look(scope, wallet);
                    });
        } else if (buyers.of(scope, wallet).isPresent()) {
            looks.beside(
                    () -> {
                        shown(wallet, version);
                        look(scope, wallet);
                    });
        }
    }

    private void ifBuying(WalletDocument wallet, Runnable work) {
        if (wallet.agreed().autoTopUp() != null) {
            looks.beside(work);
        }
    }

    private void learnt(Scope scope, WalletId wallet, long version) {
        shown(wallet, version);
        if (buyers.of(scope, wallet).isEmpty()) {
            buyers.forget(scope);
        }
    }

    private void look(Scope scope, WalletId wallet) {
        buyers.of(scope, wallet).ifPresent(customer -> looks.look(scope, customer));
    }

    private void shown(WalletId wallet, long version) {
        Replies.of(
                queries.query(
                        new AwaitView(ViewKind.WALLET, wallet.value(), version, VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    // Wallets first: what moves in one after that makes its version another, and is counted anew.
    private void looked(Scope scope, CustomerId customer) {
        List<WalletView> buying = buying(scope, customer);
        if (buying.isEmpty() || low(buying, costs(scope, customer, Freshness.CURRENT)).isEmpty()) {
            return;
        }
        Optional<OpenCosts> exact = costs(scope, customer, Freshness.COMPLETE);
        if (exact.filter(OpenCosts::cached).isPresent()) {
            looks.look(scope, customer); // it took too long to be exact
            return;
        }
        for (WalletView wallet : low(buying, exact)) {
            exact.ifPresent(open -> say(scope, wallet, open));
        }
    }

    private void say(Scope scope, WalletView wallet, OpenCosts costs) {
        commands.send(
                NAME,
                "costs:" + costs.customer(),
                new WalletCommand.CountUsed(
                        wallet.id(),
                        scope,
                        costs.at(),
                        used(wallet, costs),
                        wallet.stamp().version()));
    }

    private static List<WalletView> low(List<WalletView> buying, Optional<OpenCosts> costs) {
        return costs.map(open -> buying.stream().filter(wallet -> isLow(wallet, open)).toList())
                .orElse(List.of());
    }

    // What is on order the wallet itself counts.
    private static boolean isLow(WalletView wallet, OpenCosts costs) {
        BigDecimal threshold = Objects.requireNonNull(way(wallet)).threshold();
        return wallet.within().haltedBecause() == null
                && wallet.creditBalance()
                                .subtract(wallet.within().heldCredits())
                                .subtract(used(wallet, costs))
                                .compareTo(Objects.requireNonNull(threshold))
                        <= 0;
    }

    /** The credits that its ongoing balance is less than its balance. */
    private static BigDecimal used(WalletView wallet, OpenCosts costs) {
        WalletBalance balance = WalletBalance.of(wallet, costs);
        return new CreditValue(wallet.wallet().conversionRate(), wallet.wallet().currency())
                .creditsFor(balance.usage().plus(balance.unpaid()));
    }

    private static @Nullable AutoTopUp way(WalletView wallet) {
        return wallet.wallet().agreed().autoTopUp();
    }

    private List<WalletView> buying(Scope scope, CustomerId customer) {
        var theirs =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "customer_id", Operator.EQ, List.of(customer.value())),
                                new Criterion("status", Operator.EQ, List.of("ACTIVE")),
                                new Criterion(
                                        "topup_trigger",
                                        Operator.EQ,
                                        List.of(AutoTopUp.Trigger.THRESHOLD.name()))),
                        List.of(),
                        MOST,
                        0);
        return Replies.of(
                        queries.query(
                                new WalletQuery.Search(scope, theirs),
                                ResponseTypes.instanceOf(WalletQuery.Page.class)))
                .items();
    }

    private Optional<OpenCosts> costs(Scope scope, CustomerId customer, Freshness freshness) {
        return Replies.of(
                queries.query(
                        new WalletQuery.Costs(scope, customer, freshness),
                        ResponseTypes.optionalInstanceOf(OpenCosts.class)));
    }

    @Override
    public void close() {
        looks.close();
    }
}

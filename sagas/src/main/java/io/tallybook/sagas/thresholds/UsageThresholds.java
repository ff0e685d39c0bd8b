package io.tallybook.sagas.thresholds;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.UsageNews;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.CostNews;
import io.tallybook.core.wallet.OpenCosts;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.CustomerLooks;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.alerting.Alerting;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Tells subscriptions when usage of their open period has come to the threshold that was agreed.
 *
 * <p>What is remembered of a customer's costs says when to look closer. Then the invoice that would
 * follow is computed, as it will be when it is due: only what that comes to is said to the
 * subscription, with the number of the crossing, so that one crossing is told once, however often
 * it is seen. While the invoice before is not closed, nothing is known of what is still open.
 */
@ProcessingGroup(Alerting.PROCESSOR)
public final class UsageThresholds implements UsageNews, CostNews, AutoCloseable {
    private static final String NAME = "thresholds";
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long VIEW_WAIT_MILLIS = 2_000;

    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final Watched watched;
    private final CustomerLooks looks = new CustomerLooks("open usage", PACE, this::looked);

    public UsageThresholds(QueryGateway queries, ProcessCommands commands) {
        this.queries = queries;
        this.commands = commands;
        this.watched = new Watched(queries);
    }

    @Override
    public void stored(Scope scope, Set<String> externalCustomerIds) {
        looks.beside(
                () ->
                        watched.payersOf(scope, externalCustomerIds)
                                .forEach(payer -> looks.look(scope, payer)));
    }

    @Override
    public void interrupted() {
        looks.beside(this::everybody);
    }

    @Override
    public void workedOut(Scope scope, OpenCosts costs) {
        looks.beside(
                () -> {
                    if (watched.payers(scope).contains(costs.customer())) {
                        looks.look(scope, costs.customer());
                    }
                });
    }

    /** Looks at every subscription with a threshold: what a crash left unseen is seen. */
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
                .forEach(this::lookAtAll);
    }

    private void lookAtAll(Scope scope) {
        watched.payers(scope).forEach(customer -> looks.look(scope, customer));
    }

    @EventHandler
    void on(SubscriptionEvent.Activated event, DomainEventMessage<?> message) {
        if (event.terms().arranged().threshold() != null) {
            Scope scope = Occurrence.of(message).scope();
            looks.beside(
                    () -> {
                        shown(ViewKind.SUBSCRIPTION, event.subscriptionId().value(), message);
                        watched.forget(scope);
                        looks.look(scope, event.terms().payer());
                    });
        }
    }

    // What is open is known again once the invoice before is closed.
    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        boolean closed =
                event instanceof InvoiceEvent.Finalized
                        || event instanceof InvoiceEvent.Skipped
                        || event instanceof InvoiceEvent.Voided;
        if (closed && !watched.payers(scope).isEmpty()) {
            looks.beside(
                    () -> {
                        shown(ViewKind.INVOICE, event.invoiceId().value(), message);
                        Replies.of(
                                        queries.query(
                                                new InvoiceQuery.ById(scope, event.invoiceId()),
                                                ResponseTypes.optionalInstanceOf(
                                                        InvoiceView.class)))
                                .map(view -> view.opening().customerId())
                                .filter(watched.payers(scope)::contains)
                                .ifPresent(customer -> looks.look(scope, customer));
                    });
        }
    }

    @EventHandler
    void on(EnvironmentEvent.ClockAdvanced event, DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        looks.beside(() -> lookAtAll(scope));
    }

    private void shown(ViewKind kind, String id, DomainEventMessage<?> message) {
        Replies.of(
                queries.query(
                        new AwaitView(kind, id, message.getSequenceNumber(), VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    private void looked(Scope scope, CustomerId customer) {
        List<SubscriptionView> running = watched.of(scope, customer);
        if (running.isEmpty()
                || near(running, costs(scope, customer, Freshness.CURRENT)).isEmpty()) {
            return;
        }
        Optional<OpenCosts> exact = costs(scope, customer, Freshness.COMPLETE);
        if (exact.filter(OpenCosts::cached).isPresent()) {
            looks.look(scope, customer); // it took too long to be exact
            return;
        }
        for (SubscriptionView view : near(running, exact)) {
            exact.ifPresent(costs -> looked(scope, view, costs.at()));
        }
    }

    private Optional<OpenCosts> costs(Scope scope, CustomerId customer, Freshness freshness) {
        return Replies.of(
                queries.query(
                        new WalletQuery.Costs(scope, customer, freshness),
                        ResponseTypes.optionalInstanceOf(OpenCosts.class)));
    }

    private static List<SubscriptionView> near(
            List<SubscriptionView> running, Optional<OpenCosts> costs) {
        return costs.map(
                        open ->
                                running.stream()
                                        .filter(view -> reaches(rough(view, open), threshold(view)))
                                        .toList())
                .orElse(List.of());
    }

    private static BigDecimal threshold(SubscriptionView view) {
        return Objects.requireNonNull(view.terms().arranged().threshold());
    }

    private static Money rough(SubscriptionView view, OpenCosts costs) {
        return costs.lines().stream()
                .filter(line -> line.subscription().equals(view.id()))
                .map(OpenCosts.Line::amount)
                .reduce(Money.zero(view.terms().currency()), Money::plus);
    }

    private void looked(Scope scope, SubscriptionView view, Instant at) {
        BillingPeriod period = view.currentPeriod();
        if (period.contains(at) && period.start().isBefore(at)) {
            Crossing next = next(view, at);
            open(scope, view, next)
                    .filter(open -> reaches(open, threshold(view)))
                    .ifPresent(open -> say(scope, view, next, open));
        }
    }

    private static boolean reaches(Money open, BigDecimal threshold) {
        return open.toDecimal().compareTo(threshold) >= 0;
    }

    private static Crossing next(SubscriptionView view, Instant at) {
        BillingPeriod period = view.currentPeriod();
        return new Crossing(
                view.periodIndex(),
                view.terms().coursed().crossings(view.periodIndex(), period) + 1,
                new BillingPeriod(period.start(), at),
                Money.zero(view.terms().currency()));
    }

    /** What the invoice would come to; empty while that cannot be known. */
    private Optional<Money> open(Scope scope, SubscriptionView view, Crossing crossing) {
        InvoiceOpening opening =
                InvoiceOpening.of(
                                view.id(), view.terms().payer(), view.terms().currency(), crossing)
                        .servedTo(view.terms().customerId());
        return Replies.of(
                        queries.query(
                                new InvoiceQuery.InputsNow(
                                        scope,
                                        InvoiceId.derived(opening),
                                        crossing.period().end(),
                                        opening),
                                ResponseTypes.optionalInstanceOf(InvoiceQuery.Inputs.class)))
                .map(
                        inputs ->
                                InvoiceComputation.compute(
                                                InvoiceDocuments.inputs(
                                                        opening.currency(),
                                                        inputs.conventions(),
                                                        inputs.lines()))
                                        .subtotal());
    }

    private void say(Scope scope, SubscriptionView view, Crossing crossing, Money open) {
        commands.send(
                NAME,
                "usage:" + view.id(),
                new SubscriptionCommand.CrossThreshold(
                        view.id(),
                        scope,
                        crossing.period().end(),
                        crossing.period().start(),
                        crossing.number(),
                        open));
    }

    @Override
    public void close() {
        looks.close();
    }
}

package io.tallybook.sagas.purchases;

import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.PurchaseInvoice;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.sagas.Batch;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.purchases.OrderedCredits.Order;
import java.util.Map;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Opens an invoice for credits that were ordered, brings them in when it is paid, and gives them up
 * when it is declared void or cannot be collected.
 *
 * <p>The invoice's id follows from the order, and an order is completed or fails once: repeats do
 * nothing. Which order an invoice is for is remembered before the invoice is opened.
 *
 * <pre>
 *  ordered ─► invoice opened ─► paid ─► the credits come in
 *                    │    └─► void, or given up ─► the order has failed
 *  failed by hand ◄──┘    ─► the invoice is declared void
 * </pre>
 */
@ProcessingGroup(Purchases.PROCESSOR)
public final class Purchases {
    public static final String PROCESSOR = "process.purchases";
    private static final String NAME = "purchases";
    private static final long VIEW_WAIT_MILLIS = 10_000;

    private final QueryGateway queries;
    private final ProcessCommands commands;
    private final OrderedCredits orders;

    public Purchases(QueryGateway queries, ProcessCommands commands, OrderedCredits orders) {
        this.queries = queries;
        this.commands = commands;
        this.orders = orders;
    }

    @EventHandler
    void on(WalletEvent.PurchaseBegun event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        WalletView wallet = wallet(event, message.getSequenceNumber(), when);
        InvoiceOpening opening =
                PurchaseInvoice.opening(
                        wallet.wallet().customerId(),
                        event.walletId(),
                        event.transaction(),
                        event.price(),
                        when.effectiveAt());
        InvoiceId invoice = InvoiceId.derived(opening);
        orders.remember(invoice, new Order(event.walletId(), event.transaction().id()));
        commands.send(
                NAME,
                when,
                new InvoiceCommand.Open(invoice, when.scope(), when.effectiveAt(), opening));
    }

    @EventHandler
    void on(WalletEvent.PurchaseFailed event, DomainEventMessage<?> message) {
        WalletTransactionId order = event.transactionId();
        orders.invoiceOf(order).ifPresent(invoice -> voided(invoice, event, message));
    }

    // What nobody waits for any more is not owed; a paid one stays, and its money is seen to there.
    private void voided(
            InvoiceId invoice, WalletEvent.PurchaseFailed event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        commands.send(
                NAME,
                when,
                new InvoiceCommand.VoidInvoice(
                        invoice, when.scope(), when.effectiveAt(), event.reason()));
        orders.forget(invoice);
    }

    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        switch (event) {
            case InvoiceEvent.Voided e ->
                    order(e, message)
                            .ifPresent(order -> failed(order, "its invoice is void", message));
            case InvoiceEvent.Skipped e ->
                    order(e, message).ifPresent(order -> completed(order, message));
            case InvoiceEvent.Finalized e -> perhapsPaid(e, message);
            case InvoicePaymentEvent.PaymentApplied e -> perhapsPaid(e, message);
            case InvoicePaymentEvent.LinesCredited e -> perhapsPaid(e, message);
            case InvoicePaymentEvent.CollectionGivenUp e -> givenUp(e, message);
            case InvoicePaymentEvent.WrittenOff e ->
                    order(e, message)
                            .ifPresent(
                                    order -> failed(order, "its invoice is written off", message));
            case InvoicePaymentEvent.PaymentReleased e -> {
                if (e.givenUpAt() != null) {
                    givenUp(e, message);
                }
            }
            case InvoiceEvent.Opened _,
                    InvoiceEvent.FinalizationRequested _,
                    InvoiceEvent.Computed _,
                    InvoiceEvent.ComputationRequested _,
                    InvoiceEvent.DraftComputed _,
                    InvoiceEvent.Parked _,
                    InvoiceEvent.Released _,
                    InvoiceEvent.Described _,
                    InvoiceEvent.CommunicationRequested _,
                    InvoicePaymentEvent.DueDatePassed _,
                    InvoicePaymentEvent.PaymentHeld _,
                    InvoicePaymentEvent.RefundOrdered _,
                    InvoicePaymentEvent.RefundApplied _,
                    InvoicePaymentEvent.CreditTakenBack _ -> {}
        }
    }

    private record Orders() implements Batch.Subject<Map<InvoiceId, Order>> {}

    // What an invoice is for was remembered before the invoice was opened, and so before any event
    // of it was there to be handed over.
    private Optional<Order> order(InvoiceEvent event, DomainEventMessage<?> message) {
        Map<InvoiceId, Order> known =
                Batch.once(
                        new Orders(),
                        () ->
                                orders.of(
                                        Batch.<DomainEventMessage<?>>with(
                                                        message, InvoiceEvent.class)
                                                .stream()
                                                .map(each -> (InvoiceEvent) each.getPayload())
                                                .map(InvoiceEvent::invoiceId)
                                                .toList()));
        return Optional.ofNullable(known.get(event.invoiceId()));
    }

    private void perhapsPaid(InvoiceEvent event, DomainEventMessage<?> message) {
        Optional<Order> order = order(event, message);
        if (order.isPresent() && isPaid(event, message)) {
            completed(order.get(), message);
        }
    }

    private boolean isPaid(InvoiceEvent event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        await(ViewKind.INVOICE, event.invoiceId().value(), message.getSequenceNumber());
        InvoiceView view =
                Replies.of(
                                queries.query(
                                        new InvoiceQuery.ById(when.scope(), event.invoiceId()),
                                        ResponseTypes.optionalInstanceOf(InvoiceView.class)))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "the view does not show invoice "
                                                        + event.invoiceId()
                                                        + " yet"));
        return view.status() == InvoiceView.Status.FINALIZED
                && view.stamp().version() >= message.getSequenceNumber()
                && !view.money().remaining(view.billed()).isPositive();
    }

    private void completed(Order order, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        commands.send(
                NAME,
                when,
                new WalletCommand.CompletePurchase(
                        order.walletId(), when.scope(), when.effectiveAt(), order.transactionId()));
    }

    private void givenUp(InvoiceEvent event, DomainEventMessage<?> message) {
        order(event, message)
                .ifPresent(order -> failed(order, "its invoice could not be collected", message));
    }

    private void failed(Order order, String reason, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        commands.send(
                NAME,
                when,
                new WalletCommand.FailPurchase(
                        order.walletId(),
                        when.scope(),
                        when.effectiveAt(),
                        order.transactionId(),
                        reason));
    }

    private WalletView wallet(WalletEvent.PurchaseBegun event, long sequence, Occurrence when) {
        await(ViewKind.WALLET, event.walletId().value(), sequence);
        Optional<WalletView> found =
                Replies.of(
                        queries.query(
                                new WalletQuery.ById(when.scope(), event.walletId()),
                                ResponseTypes.optionalInstanceOf(WalletView.class)));
        return found.orElseThrow(
                () ->
                        new IllegalStateException(
                                "the view does not show wallet " + event.walletId() + " yet"));
    }

    private void await(ViewKind kind, String id, long sequence) {
        Replies.of(
                queries.query(
                        new AwaitView(kind, id, sequence, VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }
}

package io.tallybook.sagas.collection;

import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import java.util.Map;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;

/**
 * Begins to collect an invoice when it is final, if its customer has left a payment method and it
 * was not agreed that it is sent. The payment's id follows from the invoice, so a repeat begins
 * nothing; all further attempts are the payment's own and due work.
 */
@ProcessingGroup(CollectionStart.PROCESSOR)
public final class CollectionStart {
    public static final String PROCESSOR = "process.collection";
    private static final String NAME = "collection";
    private static final long VIEW_WAIT_MILLIS = 10_000;

    private final QueryGateway queries;
    private final PaymentMethods methods;
    private final Subscriptions subscriptions;
    private final ProcessCommands commands;

    public CollectionStart(
            QueryGateway queries,
            PaymentMethods methods,
            Subscriptions subscriptions,
            ProcessCommands commands) {
        this.queries = queries;
        this.methods = methods;
        this.subscriptions = subscriptions;
        this.commands = commands;
    }

    @EventHandler
    void on(InvoiceEvent.Finalized event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        if (!event.totals().total().isPositive() || !methods.serve(when.scope())) {
            return;
        }
        InvoiceView invoice = shown(event, message.getSequenceNumber(), when);
        Optional<Arrangement> agreed = agreed(invoice, when);
        if (agreed.filter(CollectionStart::isSent).isPresent()) {
            return;
        }
        String named = agreed.map(Arrangement::paymentMethodId).orElse(null);
        methods.chosen(when.scope(), invoice.opening().customerId(), named)
                .ifPresent(
                        method -> commands.send(NAME, when, begin(event, invoice, method, when)));
    }

    private Optional<Arrangement> agreed(InvoiceView invoice, Occurrence when) {
        SubscriptionId id = invoice.opening().subscriptionId();
        return id == null
                ? Optional.empty()
                : Optional.of(subscriptions.termsOf(when.scope(), id).arranged());
    }

    // Whoever gets an invoice pays it by themselves.
    private static boolean isSent(Arrangement agreed) {
        return switch (agreed.collectionMethod()) {
            case SEND_INVOICE -> true;
            case CHARGE_AUTOMATICALLY -> false;
        };
    }

    private static PaymentCommand begin(
            InvoiceEvent.Finalized event,
            InvoiceView invoice,
            PaymentQuery.Method method,
            Occurrence when) {
        return new PaymentCommand.Create(
                PaymentId.collecting(event.invoiceId(), event.finalizedAt()),
                when.scope(),
                when.effectiveAt(),
                new PaymentDocument(
                        event.invoiceId(),
                        event.number(),
                        invoice.opening().customerId(),
                        method.type(),
                        event.totals().total(),
                        PaymentDocument.Origin.COLLECTION,
                        method.gateway(),
                        method.id(),
                        null,
                        null,
                        null,
                        Map.of()),
                PaymentCommand.Processing.NOW);
    }

    private InvoiceView shown(InvoiceEvent.Finalized event, long sequence, Occurrence when) {
        Replies.of(
                queries.query(
                        new AwaitView(
                                ViewKind.INVOICE,
                                event.invoiceId().value(),
                                sequence,
                                VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
        Optional<InvoiceView> found =
                Replies.of(
                        queries.query(
                                new InvoiceQuery.ById(when.scope(), event.invoiceId()),
                                ResponseTypes.optionalInstanceOf(InvoiceView.class)));
        return found.orElseThrow(
                () ->
                        new IllegalStateException(
                                "the view does not show invoice " + event.invoiceId() + " yet"));
    }
}

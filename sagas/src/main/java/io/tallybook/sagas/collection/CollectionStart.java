package io.tallybook.sagas.collection;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.sagas.Batch;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /**
     * What invoices that became final together are collected by.
     *
     * @param terms of their subscriptions
     * @param defaults by what their customers are charged, where nothing else was agreed
     */
    private record Known(
            Map<InvoiceId, InvoiceView> invoices,
            Map<SubscriptionId, SubscriptionTerms> terms,
            Map<CustomerId, PaymentQuery.Method> defaults) {}

    private record KnownIn(Scope scope) implements Batch.Subject<Optional<Known>> {}

    @EventHandler
    void on(InvoiceEvent.Finalized event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        if (!event.totals().total().isPositive()) {
            return;
        }
        Batch.once(new KnownIn(when.scope()), () -> known(when.scope(), together(message)))
                .ifPresent(known -> collect(event, when, known));
    }

    private void collect(InvoiceEvent.Finalized event, Occurrence when, Known known) {
        InvoiceView invoice = known.invoices().get(event.invoiceId());
        if (invoice == null) {
            throw new IllegalStateException(
                    "the view does not show invoice " + event.invoiceId() + " yet");
        }
        Optional<Arrangement> agreed = agreed(invoice, known);
        if (agreed.filter(CollectionStart::isSent).isPresent()) {
            return;
        }
        method(invoice, agreed, known)
                .ifPresent(
                        method -> commands.send(NAME, when, begin(event, invoice, method, when)));
    }

    private static List<DomainEventMessage<?>> together(DomainEventMessage<?> message) {
        Scope scope = Occurrence.of(message).scope();
        return Batch.<DomainEventMessage<?>>with(message, InvoiceEvent.Finalized.class).stream()
                .filter(each -> Occurrence.of(each).scope().equals(scope))
                .filter(each -> finalized(each).totals().total().isPositive())
                .toList();
    }

    private static InvoiceEvent.Finalized finalized(DomainEventMessage<?> message) {
        return (InvoiceEvent.Finalized) message.getPayload();
    }

    // Nothing where nobody moves money.
    private Optional<Known> known(Scope scope, List<DomainEventMessage<?>> together) {
        if (!methods.serve(scope)) {
            return Optional.empty();
        }
        Map<InvoiceId, InvoiceView> invoices = shown(scope, together);
        List<InvoiceOpening> openings =
                invoices.values().stream().map(InvoiceView::opening).toList();
        Map<SubscriptionId, SubscriptionTerms> terms =
                subscriptions.terms(
                        scope,
                        openings.stream()
                                .map(InvoiceOpening::subscriptionId)
                                .filter(Objects::nonNull)
                                .toList());
        Map<CustomerId, PaymentQuery.Method> defaults =
                methods.defaults(
                        scope,
                        openings.stream().map(InvoiceOpening::customerId).distinct().toList());
        return Optional.of(new Known(invoices, terms, defaults));
    }

    private static Optional<Arrangement> agreed(InvoiceView invoice, Known known) {
        SubscriptionId id = invoice.opening().subscriptionId();
        if (id == null) {
            return Optional.empty();
        }
        SubscriptionTerms terms = known.terms().get(id);
        if (terms == null) {
            throw new IllegalStateException("the view does not show subscription " + id + " yet");
        }
        return Optional.of(terms.arranged());
    }

    /** The one that was agreed, or the customer's default. */
    private Optional<PaymentQuery.Method> method(
            InvoiceView invoice, Optional<Arrangement> agreed, Known known) {
        return agreed.map(Arrangement::paymentMethodId)
                .map(methods::named)
                .or(
                        () ->
                                Optional.ofNullable(
                                        known.defaults().get(invoice.opening().customerId())));
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

    private Map<InvoiceId, InvoiceView> shown(Scope scope, List<DomainEventMessage<?>> finalized) {
        for (DomainEventMessage<?> one : finalized) {
            Replies.of(
                    queries.query(
                            new AwaitView(
                                    ViewKind.INVOICE,
                                    finalized(one).invoiceId().value(),
                                    one.getSequenceNumber(),
                                    VIEW_WAIT_MILLIS),
                            ResponseTypes.instanceOf(Boolean.class)));
        }
        InvoiceQuery.Page page =
                Replies.of(
                        queries.query(
                                new InvoiceQuery.ByIds(
                                        scope,
                                        finalized.stream()
                                                .map(one -> finalized(one).invoiceId())
                                                .distinct()
                                                .toList()),
                                ResponseTypes.instanceOf(InvoiceQuery.Page.class)));
        Map<InvoiceId, InvoiceView> invoices = new HashMap<>();
        page.items().forEach(view -> invoices.put(view.id(), view));
        return invoices;
    }
}

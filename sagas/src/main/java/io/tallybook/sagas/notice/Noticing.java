package io.tallybook.sagas.notice;

import static java.util.stream.Collectors.toMap;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.notice.NoticeCommand;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeId;
import io.tallybook.core.payment.PaymentDocument.Origin;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Batch;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.Subscriptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Tells of what is not paid. A notice is named after what it tells, so a repeat tells nothing anew.
 */
@ProcessingGroup(Noticing.PROCESSOR)
public final class Noticing {
    public static final String PROCESSOR = "process.noticing";
    private static final String NAME = "noticing";
    private static final long VIEW_WAIT_MILLIS = 10_000;

    private final QueryGateway queries;
    private final Subscriptions subscriptions;
    private final ProcessCommands commands;

    public Noticing(QueryGateway queries, Subscriptions subscriptions, ProcessCommands commands) {
        this.queries = queries;
        this.subscriptions = subscriptions;
        this.commands = commands;
    }

    @EventHandler
    void on(PaymentEvent.Declined event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        PaymentView payment = payment(event.paymentId(), when);
        Map<String, String> facts = new TreeMap<>();
        facts.put("attempt", Integer.toString(event.attempt()));
        facts.put("code", event.code());
        facts.put("message", event.message());
        if (event.nextAttemptAt() != null) {
            facts.put("next_attempt_at", event.nextAttemptAt().toString());
        }
        money(facts, payment.payment().amount());
        InvoiceView invoice = invoice(event.invoiceId(), when);
        tell(
                NoticeDocument.Type.PAYMENT_FAILED,
                invoice,
                event.paymentId(),
                facts,
                event.failedAt(),
                when);
        boolean last =
                event.nextAttemptAt() == null && payment.payment().origin() == Origin.COLLECTION;
        if (last) {
            tell(
                    NoticeDocument.Type.COLLECTION_GIVEN_UP,
                    invoice,
                    event.paymentId(),
                    Map.of("attempts", Integer.toString(event.attempt())),
                    event.failedAt(),
                    when);
        }
    }

    @EventHandler
    void on(InvoicePaymentEvent.CollectionGivenUp event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        InvoiceView invoice = invoice(event.invoiceId(), when);
        tell(
                NoticeDocument.Type.COLLECTION_GIVEN_UP,
                invoice,
                null,
                Map.of(),
                event.givenUpAt(),
                when);
    }

    @EventHandler
    void on(InvoicePaymentEvent.DueDatePassed event, EventMessage<?> message) {
        if (event.remaining().isPositive()) {
            Occurrence when = Occurrence.of(message);
            InvoiceView invoice = overdue(message, when.scope()).get(event.invoiceId());
            if (invoice == null) {
                throw hidden("invoice", event.invoiceId().value());
            }
            Map<String, String> facts = new TreeMap<>();
            money(facts, event.remaining());
            tell(NoticeDocument.Type.PAYMENT_OVERDUE, invoice, null, facts, event.passedAt(), when);
        }
    }

    private record OverdueIn(Scope scope) implements Batch.Subject<Map<InvoiceId, InvoiceView>> {}

    // Many have one due date.
    private Map<InvoiceId, InvoiceView> overdue(EventMessage<?> message, Scope scope) {
        return Batch.once(new OverdueIn(scope), () -> invoices(scope, together(message, scope)));
    }

    private static List<InvoiceId> together(EventMessage<?> message, Scope scope) {
        return Batch.<EventMessage<?>>with(message, InvoicePaymentEvent.DueDatePassed.class)
                .stream()
                .filter(each -> Occurrence.of(each).scope().equals(scope))
                .map(each -> (InvoicePaymentEvent.DueDatePassed) each.getPayload())
                .filter(each -> each.remaining().isPositive())
                .map(InvoicePaymentEvent.DueDatePassed::invoiceId)
                .toList();
    }

    @EventHandler
    void on(SubscriptionEvent.PaymentAwaited event, EventMessage<?> message) {
        tell(
                NoticeDocument.Type.SUBSCRIPTION_INCOMPLETE,
                event.subscriptionId(),
                event.invoiceId(),
                Map.of("until", event.until().toString()),
                event.since(),
                Occurrence.of(message));
    }

    @EventHandler
    void on(SubscriptionEvent.PaymentMissed event, EventMessage<?> message) {
        switch (event.because()) {
            case TIMED_OUT, INVOICE_VOIDED ->
                    tell(
                            NoticeDocument.Type.SUBSCRIPTION_INCOMPLETE_EXPIRED,
                            event.subscriptionId(),
                            event.invoiceId(),
                            Map.of("reason", event.because().name()),
                            event.missedAt(),
                            Occurrence.of(message));
            case ENDED -> {}
        }
    }

    @EventHandler
    void on(SubscriptionEvent.Cancelled event, EventMessage<?> message) {
        InvoiceId unpaid = event.unpaid();
        if (unpaid != null) {
            tell(
                    NoticeDocument.Type.SUBSCRIPTION_CANCELLED_UNPAID,
                    event.subscriptionId(),
                    unpaid,
                    Map.of("reason", "the invoice was not paid within its grace"),
                    event.cancelledAt(),
                    Occurrence.of(message));
        }
    }

    private static void money(Map<String, String> facts, Money amount) {
        facts.put("amount", amount.toDecimal().toPlainString());
        facts.put("currency", amount.currency().code());
    }

    private void tell(
            NoticeDocument.Type type,
            InvoiceView invoice,
            @Nullable PaymentId payment,
            Map<String, String> facts,
            Instant at,
            Occurrence when) {
        tell(
                new NoticeDocument(
                        type,
                        invoice.opening().customerId(),
                        invoice.opening().subscriptionId(),
                        invoice.id(),
                        payment,
                        facts),
                at,
                when);
    }

    private void tell(
            NoticeDocument.Type type,
            SubscriptionId id,
            InvoiceId invoice,
            Map<String, String> facts,
            Instant at,
            Occurrence when) {
        tell(
                new NoticeDocument(
                        type,
                        subscriptions.termsOf(when.scope(), id).customerId(),
                        id,
                        invoice,
                        null,
                        facts),
                at,
                when);
    }

    private void tell(NoticeDocument notice, Instant at, Occurrence when) {
        NoticeId id = NoticeId.of(Ulid.derived(at, NAME, notice.type().word(), when.eventId()));
        commands.sendTogether(NAME, when, new NoticeCommand.Tell(id, when.scope(), at, notice));
    }

    private PaymentView payment(PaymentId id, Occurrence when) {
        shown(ViewKind.PAYMENT, id.value());
        Optional<PaymentView> found =
                Replies.of(
                        queries.query(
                                new PaymentQuery.ById(when.scope(), id),
                                ResponseTypes.optionalInstanceOf(PaymentView.class)));
        return found.orElseThrow(() -> hidden("payment", id.value()));
    }

    private InvoiceView invoice(InvoiceId id, Occurrence when) {
        return Optional.ofNullable(invoices(when.scope(), List.of(id)).get(id))
                .orElseThrow(() -> hidden("invoice", id.value()));
    }

    private Map<InvoiceId, InvoiceView> invoices(Scope scope, List<InvoiceId> ids) {
        ids.forEach(id -> shown(ViewKind.INVOICE, id.value()));
        return Replies.of(
                        queries.query(
                                new InvoiceQuery.ByIds(scope, ids),
                                ResponseTypes.instanceOf(InvoiceQuery.Page.class)))
                .items()
                .stream()
                .collect(toMap(InvoiceView::id, view -> view));
    }

    // Whose it is does not change: any version will do.
    private void shown(ViewKind kind, String id) {
        Replies.of(
                queries.query(
                        new AwaitView(kind, id, 0, VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    private static IllegalStateException hidden(String kind, String id) {
        return new IllegalStateException("the view does not show " + kind + " " + id);
    }
}

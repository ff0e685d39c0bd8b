package io.tallybook.api.memory;

import io.tallybook.core.Command;
import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.creditnote.CreditNoteQuery;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentCommand.Processing;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.PaymentView.Status;
import io.tallybook.domain.money.Money;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;

/** Payments of {@link MemoryEngine}: all that is begun succeeds. */
public final class MemoryPayments {
    private final MemoryBilling billing;
    private final Shelf<PaymentView> payments =
            new Shelf<PaymentView>()
                    .field("invoice_id", p -> p.payment().invoiceId().value())
                    .field("customer_id", p -> p.payment().customerId().value())
                    .field("status", p -> p.status().name())
                    .field("method", p -> p.payment().method().name())
                    .field("gateway", p -> p.payment().gateway())
                    .field("reference", PaymentView::reference)
                    .field("currency", p -> p.amount().currency().code());

    private final Shelf<CreditNoteView> notes =
            new Shelf<CreditNoteView>()
                    .field("invoice_id", n -> n.note().invoiceId().value())
                    .field("customer_id", n -> n.note().customerId().value())
                    .field("status", n -> n.status().name())
                    .field("number", CreditNoteView::number)
                    .field("currency", n -> n.note().currency().code());

    public MemoryPayments(MemoryBilling billing) {
        this.billing = billing;
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Create c) {
        Money amount = c.payment().amount();
        return put(
                new PaymentView(
                        c.paymentId(),
                        c.scope(),
                        c.payment(),
                        c.processing() == Processing.NOW ? Status.SUCCEEDED : Status.INITIATED,
                        amount,
                        Money.zero(amount.currency()),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        MemoryEngine.stamp(c)));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Begin c) {
        return put(at(c, c.paymentId(), Status.SUCCEEDED));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Describe c) {
        return put(at(c, c.paymentId(), before(c, c.paymentId()).status()));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Succeed c) {
        return put(at(c, c.paymentId(), Status.SUCCEEDED));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Decline c) {
        return put(at(c, c.paymentId(), Status.FAILED));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.VoidPayment c) {
        return put(at(c, c.paymentId(), Status.VOIDED));
    }

    @CommandHandler
    Receipt handle(PaymentCommand.Delete c) {
        return put(before(c, c.paymentId()));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.ApplyPayment c) {
        return told(
                c,
                c.invoiceId(),
                new InvoicePaymentEvent.PaymentApplied(
                        c.invoiceId(), c.paymentId(), c.amount(), c.at()));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.OrderRefund c) {
        var money = c.atMost();
        put(at(c, money.paymentId(), Status.REFUNDED));
        return told(
                c,
                c.invoiceId(),
                new InvoicePaymentEvent.RefundApplied(
                        c.invoiceId(),
                        money.paymentId(),
                        money.refundId(),
                        money.amount(),
                        c.at()));
    }

    @CommandHandler
    Receipt handle(CreditNoteCommand.Draft c) {
        notes.put(
                new CreditNoteView(
                        c.creditNoteId(),
                        c.scope(),
                        c.note(),
                        CreditNoteView.Status.DRAFT,
                        null,
                        null,
                        null,
                        null,
                        MemoryEngine.stamp(c)));
        return new Receipt(c.creditNoteId().value(), 0);
    }

    @CommandHandler
    Receipt handle(CreditNoteCommand.VoidNote c) {
        return new Receipt(known(c).id().value(), 1);
    }

    private CreditNoteView known(CreditNoteCommand.VoidNote c) {
        return notes.byId(c.scope(), c.creditNoteId())
                .orElseThrow(
                        () ->
                                MemoryEngine.refused(
                                        Rejection.notFound(
                                                "credit note", c.creditNoteId().value())));
    }

    @QueryHandler
    Optional<CreditNoteView> answer(CreditNoteQuery.ById q) {
        return notes.byId(q.scope(), q.id());
    }

    @QueryHandler
    CreditNoteQuery.Page answer(CreditNoteQuery.Search q) {
        var found = notes.search(q.scope(), q.spec());
        return new CreditNoteQuery.Page(found.items(), found.total());
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.WriteOff c) {
        InvoiceView before =
                billing.invoices
                        .byId(c.scope(), c.invoiceId())
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound(
                                                        "invoice", c.invoiceId().value())));
        return told(
                c,
                c.invoiceId(),
                new InvoicePaymentEvent.WrittenOff(
                        c.invoiceId(),
                        before.money().remaining(before.billed()),
                        c.reason(),
                        c.at()));
    }

    @CommandHandler
    Receipt handle(InvoicePaymentCommand.GiveUpCollection c) {
        return told(
                c, c.invoiceId(), new InvoicePaymentEvent.CollectionGivenUp(c.invoiceId(), c.at()));
    }

    private Receipt told(Command c, InvoiceId id, InvoicePaymentEvent event) {
        InvoiceView before =
                billing.invoices
                        .byId(c.scope(), id)
                        .orElseThrow(
                                () ->
                                        MemoryEngine.refused(
                                                Rejection.notFound("invoice", id.value())));
        var stamp = before.stamp().next(c.at(), "x", before.stamp().version() + 1);
        billing.invoices.put(before.paid(before.money().after(event, before.billed()), stamp));
        return new Receipt(id.value(), stamp.version());
    }

    private Receipt put(PaymentView view) {
        payments.put(view);
        return new Receipt(view.id().value(), view.stamp().version());
    }

    private PaymentView before(Command c, PaymentId id) {
        return payments.byId(c.scope(), id)
                .orElseThrow(() -> MemoryEngine.refused(Rejection.notFound("payment", id.value())));
    }

    private PaymentView at(Command c, PaymentId id, Status status) {
        PaymentView p = before(c, id);
        return new PaymentView(
                p.id(),
                p.scope(),
                p.payment(),
                status,
                p.amount(),
                p.refunded(),
                p.attempts(),
                p.reference(),
                p.url(),
                p.error(),
                p.succeededAt(),
                p.failedAt(),
                p.refundedAt(),
                p.voidedAt(),
                p.nextAttemptAt(),
                p.stamp().next(c.at(), "x", p.stamp().version() + 1));
    }

    @QueryHandler
    Optional<PaymentView> answer(PaymentQuery.ById q) {
        return payments.byId(q.scope(), q.id());
    }

    @QueryHandler
    PaymentQuery.Methods answer(PaymentQuery.MethodsOf q) {
        return new PaymentQuery.Methods(
                List.of(new PaymentQuery.Method("pm_card_ok", PaymentMethodType.CARD, "sandbox")));
    }

    @QueryHandler
    PaymentQuery.Page answer(PaymentQuery.Search q) {
        var found = payments.search(q.scope(), q.spec());
        return new PaymentQuery.Page(found.items(), found.total());
    }
}

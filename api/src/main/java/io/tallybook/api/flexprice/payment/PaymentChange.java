package io.tallybook.api.flexprice.payment;

import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a payment by hand.
 *
 * @param metadata absent to leave it
 */
record PaymentChange(
        @Nullable Said said,
        @Nullable String reference,
        @Nullable String error,
        @Nullable String gateway,
        @Nullable String methodId,
        @Nullable Map<String, String> metadata) {

    private static final int SHORT = 255;
    private static final int LONG = 2_000;

    /** What may be said to have come of a payment. */
    private enum Said {
        SUCCEEDED,
        FAILED,
        VOIDED,
        REFUNDED
    }

    /** Errors: ProblemException (400) naming the fields. */
    static PaymentChange of(Fields in) {
        // The environment's clock says when it happened.
        in.refuseUnsupported("succeeded_at", "failed_at", "refunded_at", "voided_at");
        var change =
                new PaymentChange(
                        in.optional("payment_status").choice(Choice.of(Said.class)),
                        in.optional("gateway_payment_id").text(SHORT),
                        in.optional("error_message").text(LONG),
                        in.optional("payment_gateway").choice(PaymentRequest.GATEWAYS),
                        in.optional("payment_method_id").text(SHORT),
                        in.has("metadata") ? in.optional("metadata").looseMap(LONG) : null);
        if (change.reference() != null && change.said() != Said.SUCCEEDED) {
            in.complain(
                    "gateway_payment_id",
                    "to come with the payment_status SUCCEEDED",
                    String.valueOf(change.said()));
        }
        if (change.error() != null && change.said() != Said.FAILED) {
            in.complain(
                    "error_message",
                    "to come with the payment_status FAILED",
                    String.valueOf(change.said()));
        }
        in.check();
        return change;
    }

    PaymentCommand description(PaymentView view, Instant now) {
        var was = view.payment();
        return new PaymentCommand.Describe(
                view.id(),
                view.scope(),
                now,
                gateway == null ? was.gateway() : gateway,
                methodId == null ? was.methodId() : methodId,
                metadata == null ? was.metadata() : metadata);
    }

    /** What came of it, if anything was said. */
    @Nullable PaymentCommand outcome(PaymentView view, Instant now, Ids ids) {
        return said == null
                ? null
                : switch (said) {
                    case SUCCEEDED ->
                            new PaymentCommand.Succeed(
                                    view.id(),
                                    view.scope(),
                                    now,
                                    0,
                                    view.payment().amount(),
                                    reference);
                    case FAILED ->
                            new PaymentCommand.Decline(
                                    view.id(),
                                    view.scope(),
                                    now,
                                    0,
                                    "by_hand",
                                    error == null ? "the payment was said to have failed" : error,
                                    null);
                    case VOIDED -> new PaymentCommand.VoidPayment(view.id(), view.scope(), now);
                    case REFUNDED -> refund(view, now, ids);
                };
    }

    // To say it twice gives back once.
    private static @Nullable PaymentCommand refund(PaymentView view, Instant now, Ids ids) {
        return view.status() == PaymentView.Status.REFUNDED
                ? null
                : new PaymentCommand.Refund(
                        view.id(), view.scope(), now, RefundId.of(ids.next()), view.kept(), null);
    }

    /**
     * No more than is left of it: what credit notes of its invoice have given back is gone.
     *
     * <p>Errors: ProblemException (400) if nothing is left.
     */
    static PaymentCommand.Refund atMost(
            PaymentCommand.Refund refund, PaymentView payment, InvoiceView invoice) {
        Money left = payment.kept().minus(invoice.money().notedOf(payment.id()));
        if (!left.isPositive()) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "payment '"
                                    + payment.id()
                                    + "': nothing of it is left to give back: "
                                    + payment.amount()
                                    + " came, "
                                    + payment.refunded()
                                    + " of it went back, and credit notes of invoice '"
                                    + invoice.id()
                                    + "' have given back "
                                    + invoice.money().credited())
                    .asException();
        }
        return new PaymentCommand.Refund(
                refund.paymentId(),
                refund.scope(),
                refund.at(),
                refund.refundId(),
                refund.amount().min(left),
                refund.reference(),
                refund.toWalletOf());
    }

    static InvoicePaymentCommand booked(
            PaymentView view, PaymentCommand.Refund refund, Instant now) {
        return new InvoicePaymentCommand.ApplyRefund(
                view.payment().invoiceId(),
                view.scope(),
                now,
                view.id(),
                refund.refundId(),
                refund.amount());
    }
}

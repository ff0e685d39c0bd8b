package io.tallybook.api.flexprice.payment;

import io.tallybook.api.ids.Ids;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.RefundId;
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

    /** What came of it, if anything was said; that it is to go back is said to its invoice. */
    @Nullable PaymentCommand outcome(PaymentView view, Instant now) {
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
                    case REFUNDED -> null;
                };
    }

    /** Whether it is to go back. */
    boolean refunds() {
        return said == Said.REFUNDED;
    }

    /** All that is left of it; to say it once more asks for nothing. */
    static @Nullable InvoicePaymentCommand refund(PaymentView view, Instant now, Ids ids) {
        return view.status() == PaymentView.Status.REFUNDED
                ? null
                : new InvoicePaymentCommand.OrderRefund(
                        view.payment().invoiceId(),
                        view.scope(),
                        now,
                        new MoneyBack(RefundId.of(ids.next()), view.id(), view.amount(), null));
    }
}

package io.tallybook.api.flexprice.payment;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.Ulid;
import io.tallybook.core.payment.PaymentDocument;
import io.tallybook.core.payment.PaymentMethodType.Through;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.payment.PaymentView.Attempt;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A payment as the contract shows it. */
public final class PaymentJson {
    private PaymentJson() {}

    public static ObjectNode of(PaymentView view) {
        PaymentDocument payment = view.payment();
        return moments(BaseJson.of(view), view)
                .put("amount", view.amount())
                .put("currency", view.amount().currency().code().toLowerCase(Locale.ROOT))
                .put("destination_type", "INVOICE")
                .put("destination_id", payment.invoiceId())
                .put("invoice_number", payment.invoiceNumber())
                .put("customer_id", payment.customerId())
                .put("payment_method_type", payment.method().name())
                .put("payment_method_id", payment.methodId())
                .put("payment_gateway", payment.gateway())
                .put("payment_status", view.status().name())
                .put("payment_url", view.url())
                .put("gateway_payment_id", view.reference())
                .put("gateway_tracking_id", tracking(view))
                .put("refunded_amount", view.refunded())
                .put("error_message", view.error())
                .put("idempotency_key", payment.idempotencyKey())
                .put("track_attempts", payment.method().through() != Through.NOBODY)
                .put("save_card_and_make_default", false)
                .map("metadata", payment.metadata())
                .list("attempts", view.attempts(), one -> attempt(view, one))
                .nulls("gateway_metadata")
                .node();
    }

    private static Json moments(Json json, PaymentView view) {
        return json.put("succeeded_at", view.succeededAt())
                .put("failed_at", view.failedAt())
                .put("refunded_at", view.refundedAt())
                .put("voided_at", view.voidedAt())
                .put("next_attempt_at", view.nextAttemptAt());
    }

    /** The name under which we asked the provider last, which is the provider's key for repeats. */
    private static @org.jspecify.annotations.Nullable String tracking(PaymentView view) {
        return view.attempts().isEmpty()
                ? null
                : view.id() + "#" + view.attempts().getLast().number();
    }

    private static ObjectNode attempt(PaymentView view, Attempt attempt) {
        return Json.object()
                .put("id", id(view, attempt))
                .put("tenant_id", view.scope().tenant())
                .put("payment_id", view.id())
                .put("attempt_number", attempt.number())
                .put("answer", attempt.answer() == null ? null : attempt.answer().name())
                .put("error_code", attempt.code())
                .put("error_message", attempt.message())
                .put("created_at", attempt.beganAt())
                .put(
                        "updated_at",
                        attempt.answeredAt() == null ? attempt.beganAt() : attempt.answeredAt())
                .put("created_by", view.stamp().createdBy())
                .put("updated_by", view.stamp().updatedBy())
                .nulls("metadata")
                .node();
    }

    private static String id(PaymentView view, Attempt attempt) {
        return "attempt_"
                + Ulid.derived(
                        attempt.beganAt(), view.id().value(), Integer.toString(attempt.number()));
    }
}

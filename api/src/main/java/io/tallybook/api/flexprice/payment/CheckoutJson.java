package io.tallybook.api.flexprice.payment;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.Ulid;
import io.tallybook.core.View;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A checkout as the contract shows it. */
public final class CheckoutJson {
    private CheckoutJson() {}

    /** What was ordered: credits. */
    public record Ordered(WalletId wallet, WalletTransactionId transaction) {}

    /**
     * How it stands.
     *
     * @param payment empty where nothing was to be asked for
     */
    record Session(InvoiceView invoice, Optional<PaymentView> payment) {
        private String status() {
            return payment.map(
                            view ->
                                    switch (view.status()) {
                                        case INITIATED, PROCESSING -> "initiated";
                                        case PENDING -> "pending";
                                        case SUCCEEDED, REFUNDED, PARTIALLY_REFUNDED -> "completed";
                                        case FAILED, VOIDED -> "failed";
                                    })
                    .orElseGet(
                            () ->
                                    switch (invoice.status()) {
                                        case DRAFT, COMPUTED -> "initiated";
                                        case FINALIZED, SKIPPED -> "completed";
                                        case VOIDED -> "failed";
                                    });
        }

        private @Nullable String url() {
            return payment.map(PaymentView::url).orElse(null);
        }
    }

    static ObjectNode of(Session session, CheckoutRequest request, Ordered ordered) {
        PaymentView payment = session.payment().orElse(null);
        View base = payment == null ? session.invoice() : payment;
        return BaseJson.of(base)
                .put("id", id(session.invoice()))
                .put("action", "wallet_topup")
                .put("checkout_status", session.status())
                .put("checkout_invoice_id", session.invoice().id())
                .put("checkout_payment_id", payment == null ? null : payment.id())
                .put("customer_id", session.invoice().opening().customerId())
                .set("configuration", configuration(ordered))
                .put("payment_provider", request.provider())
                .set("payment_action", action(session))
                .set("provider_result", result(session, payment))
                .put("success_url", request.successUrl())
                .put("cancel_url", request.cancelUrl())
                .put("failure_url", request.failureUrl())
                .put("idempotency_key", request.idempotencyKey())
                .map("metadata", request.metadata())
                .put("completed_at", payment == null ? null : payment.succeededAt())
                .put("cancelled_at", payment == null ? null : payment.voidedAt())
                .put("failure_reason", payment == null ? null : payment.error())
                .nulls("expires_at", "payment_provider_config", "result")
                .node();
    }

    private static String id(InvoiceView invoice) {
        return "cs_" + Ulid.derived(invoice.stamp().createdAt(), "checkout", invoice.id().value());
    }

    private static ObjectNode configuration(Ordered ordered) {
        return Json.object()
                .set(
                        "wallet_topup_params",
                        Json.object()
                                .put("wallet_id", ordered.wallet())
                                .put("wallet_transaction_id", ordered.transaction())
                                .node())
                .nulls(
                        "add_addon_params",
                        "create_subscription_params",
                        "modify_subscription_params")
                .node();
    }

    private static @Nullable ObjectNode action(Session session) {
        String url = session.url();
        return url == null
                ? null
                : Json.object().put("type", "payment_link").put("url", url).node();
    }

    private static @Nullable ObjectNode result(Session session, @Nullable PaymentView payment) {
        return payment == null || payment.reference() == null
                ? null
                : Json.object()
                        .put("provider_session_id", payment.reference())
                        .set("next_action", action(session))
                        .nulls("provider_payment_intent_id", "provider_metadata", "expires_at")
                        .node();
    }
}

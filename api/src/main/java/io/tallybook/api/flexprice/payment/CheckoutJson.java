package io.tallybook.api.flexprice.payment;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.Ulid;
import io.tallybook.core.View;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A checkout as the contract shows it. */
public final class CheckoutJson {
    private CheckoutJson() {}

    private static final String SUBSCRIPTION = "create_subscription";
    private static final List<String> PARAMS =
            List.of(
                    "add_addon_params",
                    "create_subscription_params",
                    "modify_subscription_params",
                    "wallet_topup_params");

    /**
     * What was ordered.
     *
     * @param params where {@code configuration} shows it
     * @param expiresAt until when it waits to be paid; absent for ever
     */
    public record Ordered(
            String action, String params, ObjectNode what, @Nullable Instant expiresAt) {
        /** Credits. */
        public static Ordered credits(WalletId wallet, WalletTransactionId transaction) {
            return new Ordered(
                    "wallet_topup",
                    "wallet_topup_params",
                    Json.object()
                            .put("wallet_id", wallet)
                            .put("wallet_transaction_id", transaction)
                            .node(),
                    null);
        }

        /**
         * A subscription.
         *
         * @param until when it is given up if it is not paid
         */
        public static Ordered subscription(SubscriptionView view, @Nullable Instant until) {
            SubscriptionTerms terms = view.terms();
            return new Ordered(
                    SUBSCRIPTION,
                    "create_subscription_params",
                    Json.object()
                            .put("subscription_id", view.id())
                            .put("plan_id", terms.planId())
                            .put("currency", terms.currency().code().toLowerCase(Locale.ROOT))
                            .put("billing_period", terms.billingPeriod().name())
                            .put("start_date", terms.startDate())
                            .put("end_date", terms.endDate())
                            .put("lookup_key", terms.lookupKey())
                            .map("metadata", terms.metadata())
                            .node(),
                    until);
        }

        /** An instance of an addon. */
        public static Ordered addon(SubscriptionId subscription, AddonAssociation addon) {
            return new Ordered(
                    "add_addon",
                    "add_addon_params",
                    Json.object()
                            .put("subscription_id", subscription)
                            .list(
                                    "addons",
                                    List.of(addon),
                                    one ->
                                            Json.object()
                                                    .put("addon_id", one.addonId())
                                                    .put("association_id", one.id())
                                                    .put("start_date", one.startDate())
                                                    .nulls("cadence", "proration_behavior")
                                                    .node())
                            .node(),
                    null);
        }

        /** Another change of a subscription. */
        public static Ordered change(SubscriptionId subscription) {
            return new Ordered(
                    "modify_subscription",
                    "modify_subscription_params",
                    Json.object()
                            .put("subscription_id", subscription)
                            .nulls("line_item_modifications")
                            .node(),
                    null);
        }
    }

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
                .put("action", ordered.action())
                .put("checkout_status", session.status())
                .put("checkout_invoice_id", session.invoice().id())
                .put("checkout_payment_id", payment == null ? null : payment.id())
                .put("customer_id", session.invoice().opening().customerId())
                .set("configuration", configuration(ordered))
                .put("payment_provider", request.provider())
                .set("payment_action", action(session))
                .set("provider_result", result(session, payment))
                .set("result", made(session, ordered))
                .put("expires_at", ordered.expiresAt())
                .put("success_url", request.successUrl())
                .put("cancel_url", request.cancelUrl())
                .put("failure_url", request.failureUrl())
                .put("idempotency_key", request.idempotencyKey())
                .map("metadata", request.metadata())
                .put("completed_at", payment == null ? null : payment.succeededAt())
                .put("cancelled_at", payment == null ? null : payment.voidedAt())
                .put("failure_reason", payment == null ? null : payment.error())
                .nulls("payment_provider_config")
                .node();
    }

    private static String id(InvoiceView invoice) {
        return "cs_" + Ulid.derived(invoice.stamp().createdAt(), "checkout", invoice.id().value());
    }

    private static ObjectNode configuration(Ordered ordered) {
        Json json = Json.object();
        for (String params : PARAMS) {
            json.set(params, params.equals(ordered.params()) ? ordered.what() : null);
        }
        return json.node();
    }

    private static @Nullable ObjectNode made(Session session, Ordered ordered) {
        PaymentView payment = session.payment().orElse(null);
        return !ordered.action().equals(SUBSCRIPTION) || !session.status().equals("completed")
                ? null
                : Json.object()
                        .set(
                                "create_subscription_result",
                                Json.object()
                                        .put("invoice_id", session.invoice().id())
                                        .put("payment_id", payment == null ? null : payment.id())
                                        .put(
                                                "subscription_id",
                                                session.invoice().opening().subscriptionId())
                                        .node())
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

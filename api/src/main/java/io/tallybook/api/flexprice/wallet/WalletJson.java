package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.core.wallet.AutoTopUp;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletBalance;
import io.tallybook.core.wallet.WalletTerms;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A wallet, its balance and its movements as the contract shows them. */
public final class WalletJson {

    private WalletJson() {}

    public static ObjectNode of(WalletView view) {
        return wallet(view).nulls("real_time_balance", "real_time_credit_balance").node();
    }

    /**
     * A wallet with all that its balance is made of.
     *
     * @param wanted what was asked for: what is from memory says so where it was not asked for
     */
    static ObjectNode withBalance(WalletBalance balance, Freshness wanted) {
        return live(balance)
                .put("current_period_usage", balance.usage())
                .put("unpaid_invoices_amount", balance.unpaid())
                .put("balance_updated_at", balance.at())
                .put("is_cached_fallback", wanted == Freshness.COMPLETE && balance.cached())
                .node();
    }

    /** The wallet as a list shows it, with what it is worth at this moment. */
    static ObjectNode of(WalletBalance balance) {
        return live(balance).node();
    }

    private static Json live(WalletBalance balance) {
        WalletView view = balance.wallet();
        BigDecimal left = balance.ongoing();
        BigDecimal credits =
                left.divide(view.wallet().conversionRate(), 18, java.math.RoundingMode.HALF_EVEN);
        return wallet(view).put("real_time_balance", left).put("real_time_credit_balance", credits);
    }

    private static Json wallet(WalletView view) {
        return BaseJson.of(view)
                .put("customer_id", view.wallet().customerId())
                .put("currency", view.wallet().currency().code().toLowerCase(Locale.ROOT))
                .put("name", view.wallet().name())
                .put("description", view.wallet().description())
                .put("wallet_type", type(view.wallet().agreed().kind()))
                .put("wallet_status", view.within().status().name().toLowerCase(Locale.ROOT))
                .put("credit_balance", view.creditBalance())
                .put("balance", worth(view, view.creditBalance()))
                .put("conversion_rate", view.wallet().conversionRate())
                .put("topup_conversion_rate", view.wallet().topupConversionRate())
                .set(
                        "credits_available_breakdown",
                        Json.object()
                                .put("free", view.freeCredits())
                                .put("purchased", view.purchasedCredits())
                                .node())
                .map("metadata", view.wallet().metadata())
                .put("priority", view.wallet().agreed().priority())
                .put("price_unit", view.wallet().agreed().priceUnit())
                .put("burn_order", order(view))
                .put("min_topup_credits", view.wallet().agreed().topUp().least())
                .put("max_topup_credits", view.wallet().agreed().topUp().most())
                .list("bonus_slabs", view.wallet().agreed().topUp().bonus(), WalletJson::slab)
                .put("held_credits", view.within().heldCredits())
                .set("credit_flows", flows(view.within().flows()))
                .put("refund_amount", view.within().refund())
                .set("config", config(view.wallet().agreed().reach()))
                .set("auto_topup", autoTopUp(view))
                .nulls("alert_settings", "alert_state");
    }

    private static @Nullable ObjectNode autoTopUp(WalletView view) {
        AutoTopUp way = view.wallet().agreed().autoTopUp();
        if (way == null) {
            return null;
        }
        AutoTopUp.Interval interval = way.interval();
        return Json.object()
                .put("enabled", true)
                .number("threshold", way.threshold())
                .number("amount", way.fixed())
                .number("target", way.target())
                .number("granted", way.granted())
                .put("invoicing", way.paying() == AutoTopUp.Paying.INVOICED)
                .set(
                        "cooldown",
                        Json.object()
                                .put("unit", "second")
                                .put("value", way.cooldownSeconds())
                                .node())
                .put("interval", interval == null ? null : interval.unit().name())
                .put("interval_count", interval == null ? null : interval.count())
                .put("start_date", interval == null ? null : interval.from())
                .number("max_per_month", way.most())
                .put("halted_because", view.within().haltedBecause())
                .node();
    }

    private static @Nullable String order(WalletView view) {
        Conventions order = view.wallet().agreed().burnOrder();
        return order == null ? null : order.name();
    }

    static String type(WalletTerms.Kind kind) {
        return switch (kind) {
            case PREPAID -> "PRE_PAID";
            case POSTPAID -> "POST_PAID";
            case PROMOTIONAL -> "PROMOTIONAL";
        };
    }

    private static ObjectNode slab(WalletTerms.BonusSlab slab) {
        return Json.object()
                .put("from", slab.from())
                .put("credits", slab.credits())
                .put("percent", slab.percent())
                .node();
    }

    private static ObjectNode flows(WalletView.Flows flows) {
        return Json.object()
                .put("granted", flows.granted())
                .put("used", flows.used())
                .put("expired", flows.expired())
                .put("voided", flows.voided())
                .node();
    }

    private static @Nullable ObjectNode config(WalletTerms.Reach reach) {
        return reach.equals(WalletTerms.Reach.ANYTHING)
                ? null
                : Json.object()
                        .texts(
                                "allowed_price_types",
                                reach.priceTypes().isEmpty()
                                        ? List.of("ALL")
                                        : reach.priceTypes().stream().map(Enum::name).toList())
                        .texts(
                                "allowed_feature_ids",
                                reach.featureIds().stream().map(FeatureId::value).toList())
                        .texts(
                                "allowed_meter_ids",
                                reach.meterIds().stream().map(MeterId::value).toList())
                        .node();
    }

    /** The contract has one word for what is put right and what is taken back. */
    static String reason(TransactionDocument.Reason reason) {
        return reason == TransactionDocument.Reason.CREDIT_VOIDED
                ? TransactionDocument.Reason.CREDIT_ADJUSTMENT.name()
                : reason.name();
    }

    static ObjectNode hold(HoldView view, WalletView wallet) {
        HoldDocument hold = view.hold();
        return Json.object()
                .put("id", hold.id())
                .put("tenant_id", view.scope().tenant())
                .put("environment_id", view.scope().environment())
                .put("created_at", view.createdAt())
                .put("updated_at", view.updatedAt())
                .put("created_by", view.createdBy())
                .put("wallet_id", view.walletId())
                .put("customer_id", wallet.wallet().customerId())
                .put("status", view.status().name().toLowerCase(Locale.ROOT))
                .put("credits", hold.credits())
                .put("captured_credits", view.captured())
                .put("amount", hold.amount())
                .put("currency", wallet.wallet().currency().code().toLowerCase(Locale.ROOT))
                .put("expires_at", hold.expiresAt())
                .put("reference_id", hold.referenceId())
                .put("description", hold.description())
                .map("metadata", hold.metadata())
                .node();
    }

    private static BigDecimal worth(WalletView view, BigDecimal credits) {
        return credits.multiply(view.wallet().conversionRate());
    }

    static ObjectNode transaction(
            WalletTransactionView view, WalletView wallet, @Nullable CustomerView customer) {
        TransactionDocument t = view.transaction();
        return Json.object()
                .put("id", t.id())
                .put("tenant_id", view.scope().tenant())
                .put("environment_id", view.scope().environment())
                .put("status", "published")
                .put("created_at", view.createdAt())
                .put("updated_at", view.createdAt())
                .put("created_by", view.createdBy())
                .put("updated_by", view.createdBy())
                .put("wallet_id", view.walletId())
                .put("customer_id", view.customerId())
                .set("customer", customer == null ? null : CustomerJson.of(customer))
                .put("type", t.type().name().toLowerCase(Locale.ROOT))
                .put("transaction_reason", reason(t.reason()))
                .put("transaction_status", view.stands().name().toLowerCase(Locale.ROOT))
                .put("amount", t.amount())
                .put("credit_amount", t.credits())
                .put("credit_balance_before", t.balanceBefore())
                .put("credit_balance_after", t.balanceAfter())
                .put("credits_available", view.creditsAvailable())
                .put("currency", wallet.wallet().currency().code().toLowerCase(Locale.ROOT))
                .put("conversion_rate", wallet.wallet().conversionRate())
                .put("topup_conversion_rate", wallet.wallet().topupConversionRate())
                .put("reference_type", t.referenceType() == null ? null : t.referenceType().name())
                .put("reference_id", t.referenceId())
                .put("expiry_date", t.expiresAt())
                .put("priority", t.priority())
                .put("idempotency_key", t.idempotencyKey())
                .put("description", t.description())
                .map("metadata", t.metadata())
                .put("parent_transaction_id", t.parent())
                .nulls("created_by_user", "wallet")
                .node();
    }
}

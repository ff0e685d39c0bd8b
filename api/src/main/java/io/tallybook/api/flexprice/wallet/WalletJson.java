package io.tallybook.api.flexprice.wallet;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletTransactionView;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
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
     * What a wallet is worth at this moment.
     *
     * @param unpaid what its customer owes on invoices in its currency
     * @param usage what the open periods have come to so far
     */
    record Standing(Instant at, Money unpaid, Money usage) {}

    static ObjectNode withBalance(WalletView view, Standing standing) {
        BigDecimal balance = worth(view, view.creditBalance());
        BigDecimal left =
                balance.subtract(standing.unpaid().toDecimal())
                        .subtract(standing.usage().toDecimal());
        BigDecimal credits =
                left.divide(view.wallet().conversionRate(), 18, java.math.RoundingMode.HALF_EVEN);
        return wallet(view)
                .put("real_time_balance", left)
                .put("real_time_credit_balance", credits)
                .put("current_period_usage", standing.usage())
                .put("unpaid_invoices_amount", standing.unpaid())
                .put("balance_updated_at", standing.at())
                .put("is_cached_fallback", false)
                .node();
    }

    private static Json wallet(WalletView view) {
        return BaseJson.of(view)
                .put("customer_id", view.wallet().customerId())
                .put("currency", view.wallet().currency().code().toLowerCase(Locale.ROOT))
                .put("name", view.wallet().name())
                .put("description", view.wallet().description())
                .put("wallet_type", "PRE_PAID")
                .put("wallet_status", "active")
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
                .nulls("alert_settings", "alert_state", "auto_topup", "config");
    }

    private static BigDecimal worth(WalletView view, BigDecimal credits) {
        return credits.multiply(view.wallet().conversionRate());
    }

    static ObjectNode transaction(
            WalletTransactionView view, WalletView wallet, @Nullable CustomerView customer) {
        TransactionDocument t = view.transaction();
        boolean ofInvoice = t.referenceId() != null && t.referenceId().startsWith("inv_");
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
                .put("transaction_reason", t.reason().name())
                .put("transaction_status", "completed")
                .put("amount", t.amount())
                .put("credit_amount", t.credits())
                .put("credit_balance_before", t.balanceBefore())
                .put("credit_balance_after", t.balanceAfter())
                .put("credits_available", view.creditsAvailable())
                .put("currency", wallet.wallet().currency().code().toLowerCase(Locale.ROOT))
                .put("conversion_rate", wallet.wallet().conversionRate())
                .put("topup_conversion_rate", wallet.wallet().topupConversionRate())
                .put(
                        "reference_type",
                        t.referenceId() == null ? null : ofInvoice ? "INVOICE" : "EXTERNAL")
                .put("reference_id", t.referenceId())
                .put("expiry_date", t.expiresAt())
                .put("priority", t.priority())
                .put("idempotency_key", t.idempotencyKey())
                .put("description", t.description())
                .map("metadata", t.metadata())
                .nulls("created_by_user", "parent_transaction_id", "wallet")
                .node();
    }
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.LifetimeUsage;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows what usage has come to since a subscription began. What was promised, and by which factor
 * more is charged, holds for a term and may differ between them, so it is told of the open period
 * alone.
 */
final class LifetimeUsageJson {
    private LifetimeUsageJson() {}

    static ObjectNode of(LifetimeUsage usage, Instant now) {
        Money sum = usage.amount();
        return Json.object()
                .put(
                        "has_overage",
                        usage.charges().stream().anyMatch(LifetimeUsage.Charge::overage))
                .nulls(
                        "commitment_amount",
                        "commitment_utilized",
                        "overage_amount",
                        "overage_factor")
                .number("amount", sum.toDecimal())
                .put("display_amount", SubscriptionUsage.displayed(sum))
                .put("currency", currency(sum))
                .put("start_time", usage.since())
                .put("end_time", now)
                .list("charges", usage.charges(), LifetimeUsageJson::charge)
                .node();
    }

    private static ObjectNode charge(LifetimeUsage.Charge charge) {
        return Json.object()
                .put("is_overage", charge.overage())
                .put("subscription_line_item_id", charge.lineItem())
                .put("meter_id", charge.price().meterId())
                .put("meter_display_name", charge.displayName())
                .number("quantity", charge.quantity())
                .number("amount", charge.amount().toDecimal())
                .put("display_amount", SubscriptionUsage.displayed(charge.amount()))
                .put("currency", currency(charge.amount()))
                .set("price", PriceJson.frozen(charge.priceId(), charge.price()))
                .nulls("overage_factor", "usage_by_customer", "filter_values")
                .node();
    }

    private static String currency(Money amount) {
        return amount.currency().code().toLowerCase(Locale.ROOT);
    }
}

package io.tallybook.api.flexprice.price;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.domain.money.DecimalText;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A price as the contract shows it. */
public final class PriceJson {

    private PriceJson() {}

    /**
     * @param meter its meter in full, where it is to be shown
     * @param plan its plan in full, where it is to be shown
     */
    public static ObjectNode of(
            PriceView view, @Nullable MeterView meter, @Nullable JsonNode plan) {
        Json json = BaseJson.of(view);
        return terms(json, view.price())
                .set("meter", meter == null ? null : MeterJson.of(meter))
                .set("plan", plan)
                .node();
    }

    /** A price as it was frozen into a subscription's line: without a life of its own. */
    public static ObjectNode frozen(PriceId id, PriceDocument price) {
        Json json =
                Json.object()
                        .put("id", id)
                        .put("status", "published")
                        .nulls(
                                "tenant_id",
                                "environment_id",
                                "created_at",
                                "updated_at",
                                "created_by",
                                "updated_by");
        return terms(json, price).nulls("meter", "plan").node();
    }

    private static Json terms(Json json, PriceDocument price) {
        return json.put("entity_type", "PLAN")
                .put("entity_id", price.planId())
                .put("type", price.type().name())
                .put("billing_model", price.billingModel().name())
                .put("billing_cadence", "RECURRING")
                .put("billing_period", price.billingPeriod().name())
                .put("billing_period_count", price.billingPeriodCount())
                .put("invoice_cadence", price.invoiceCadence().name())
                .put("currency", price.currency().code().toLowerCase(Locale.ROOT))
                .put("amount", price.amount())
                .put("display_amount", displayed(price))
                .put("tier_mode", price.tierMode() == null ? null : price.tierMode().name())
                .set("tiers", tiers(price))
                .set("transform_quantity", transform(price.transform()))
                .put("meter_id", price.meterId())
                .put("lookup_key", price.lookupKey())
                .put("display_name", price.displayName())
                .put("description", price.description())
                .put("price_unit_type", "FIAT")
                .map("metadata", price.metadata())
                .nulls("addon", "conversion_rate", "display_price_unit_amount", "end_date", "group")
                .nulls(
                        "group_id",
                        "min_quantity",
                        "parent_price_id",
                        "price_unit",
                        "price_unit_amount")
                .nulls(
                        "price_unit_id",
                        "price_unit_tiers",
                        "pricing_unit",
                        "sequence",
                        "start_date")
                .nulls("trial_period", "trial_period_days");
    }

    private static String displayed(PriceDocument price) {
        String symbol = Currency.getInstance(price.currency().code()).getSymbol(Locale.US);
        return symbol + DecimalText.of(price.amount());
    }

    private static @Nullable JsonNode tiers(PriceDocument price) {
        if (price.tiers().isEmpty()) {
            return null;
        }
        return Json.list(
                price.tiers(),
                tier ->
                        Json.object()
                                .number("up_to", tier.upTo())
                                .put("unit_amount", tier.unitAmount())
                                .put("flat_amount", tier.flatAmount())
                                .node());
    }

    private static @Nullable JsonNode transform(
            PriceDocument.@Nullable TransformQuantity transform) {
        if (transform == null) {
            return null;
        }
        return Json.object()
                .number("divide_by", transform.divideBy())
                .put("round", transform.round().name().toLowerCase(Locale.ROOT))
                .node();
    }
}

package io.tallybook.api.flexprice.price;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.group.GroupJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.domain.money.DecimalText;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A price as the contract shows it. */
public final class PriceJson {

    private PriceJson() {}

    /**
     * What a price refers to, where it is to be shown in full.
     *
     * @param unit the price unit that it is written in
     */
    public record Shown(
            @Nullable MeterView meter,
            @Nullable JsonNode plan,
            @Nullable JsonNode addon,
            @Nullable PriceUnitView unit,
            @Nullable GroupView group) {}

    /**
     * @param meter its meter in full, where it is to be shown
     * @param plan its plan in full, where it is to be shown
     */
    public static ObjectNode of(
            PriceView view, @Nullable MeterView meter, @Nullable JsonNode plan) {
        return of(view, new Shown(meter, plan, null, null, null));
    }

    public static ObjectNode of(PriceView view, Shown shown) {
        MeterView meter = shown.meter();
        PriceUnitView unit = shown.unit();
        GroupView group = shown.group();
        return terms(BaseJson.of(view), view.price())
                .set("meter", meter == null ? null : MeterJson.of(meter))
                .set("plan", shown.plan())
                .set("addon", shown.addon())
                .set("pricing_unit", unit == null ? null : PriceUnitJson.of(unit))
                .set("group", group == null ? null : GroupJson.of(group, null))
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
        return terms(json, price).nulls("meter", "plan", "addon", "pricing_unit", "group").node();
    }

    private static Json terms(Json json, PriceDocument price) {
        PriceDocument.Range range = price.range();
        PriceDocument.Conditions conditions = price.conditions();
        return unit(json, conditions.unit())
                .put("entity_type", price.owner().name())
                .put("entity_id", price.ownerId())
                .put("type", price.type().name())
                .put("billing_model", price.billingModel().name())
                .put("billing_cadence", "RECURRING")
                .put("billing_period", Periods.word(price.billingPeriod()))
                .put("billing_period_count", price.billingPeriodCount())
                .put("invoice_cadence", price.invoiceCadence().name())
                .put("currency", price.currency().code().toLowerCase(Locale.ROOT))
                .put("amount", price.amount())
                .put("display_amount", displayed(price))
                .put("tier_mode", price.tierMode() == null ? null : price.tierMode().name())
                .set("tiers", tiers(price.tiers()))
                .set("transform_quantity", transform(price.transform()))
                .put("meter_id", price.meterId())
                .put("lookup_key", price.lookupKey())
                .put("display_name", price.displayName())
                .put("description", price.description())
                .map("metadata", price.metadata())
                .put("start_date", range.startDate())
                .put("end_date", range.endDate())
                .put("group_id", range.groupId())
                .put("parent_price_id", range.parentPriceId())
                .put("min_quantity", conditions.minimumQuantity())
                .put("trial_period_days", conditions.trialDays())
                .put("trial_period", conditions.trialDays())
                .nulls("sequence");
    }

    private static Json unit(Json json, PriceDocument.@Nullable WrittenIn unit) {
        if (unit == null) {
            return json.put("price_unit_type", "FIAT")
                    .nulls("price_unit", "price_unit_id", "price_unit_amount")
                    .nulls("price_unit_tiers", "conversion_rate", "display_price_unit_amount");
        }
        return json.put("price_unit_type", "CUSTOM")
                .put("price_unit", unit.code())
                .put("price_unit_id", unit.priceUnitId())
                .put("price_unit_amount", unit.amount())
                .set("price_unit_tiers", tiers(unit.tiers()))
                .put("conversion_rate", unit.conversionRate())
                .put("display_price_unit_amount", unit.symbol() + DecimalText.of(unit.amount()));
    }

    private static String displayed(PriceDocument price) {
        String symbol = Currency.getInstance(price.currency().code()).getSymbol(Locale.US);
        return symbol + DecimalText.of(price.amount());
    }

    private static @Nullable JsonNode tiers(List<PriceDocument.Tier> tiers) {
        if (tiers.isEmpty()) {
            return null;
        }
        return Json.list(
                tiers,
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

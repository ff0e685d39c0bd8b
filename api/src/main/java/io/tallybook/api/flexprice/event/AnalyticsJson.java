package io.tallybook.api.flexprice.event;

import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What was used and what it costs, as it is answered. */
final class AnalyticsJson {
    private final AnalyticsQuestion question;

    private AnalyticsJson(AnalyticsQuestion question) {
        this.question = question;
    }

    /** The sums are of all items, also of those beyond the limit. */
    static ObjectNode of(AnalyticsQuestion question, List<AnalyticsItem> items) {
        Money sum = sum(items);
        AnalyticsJson json = new AnalyticsJson(question);
        return Json.object()
                .put("currency", sum == null ? null : code(sum.currency()))
                .put("subtotal", sum)
                .put("total_cost", sum)
                .put("total_discount", sum == null ? null : Money.zero(sum.currency()))
                .list("custom_analytics", List.<String>of(), _ -> Json.object().node())
                .list(
                        "items",
                        items.stream()
                                .sorted(AnalyticsItem.GREATEST_FIRST)
                                .limit(question.limit())
                                .toList(),
                        json::item)
                .node();
    }

    /** Absent where nothing is charged, or not all in one currency. */
    private static @Nullable Money sum(List<AnalyticsItem> items) {
        List<Money> costs =
                items.stream().map(AnalyticsItem::cost).filter(Objects::nonNull).toList();
        boolean mixed = costs.stream().map(Money::currency).distinct().count() != 1;
        return mixed ? null : costs.stream().reduce(Money::plus).orElse(null);
    }

    private ObjectNode item(AnalyticsItem item) {
        Money cost = item.cost();
        Map<String, String> properties = properties(item);
        Json json =
                Json.object()
                        .put("event_name", item.counted().meter().eventName())
                        .put("aggregation_type", item.counted().meter().aggregation().name())
                        .put("meter_id", item.counted().meter().meterId())
                        .put("total_usage", item.usage())
                        .put("event_count", item.eventCount())
                        .put("currency", cost == null ? null : code(cost.currency()))
                        .put("total_cost", cost)
                        .put("subtotal", cost)
                        .put("total_discount", cost == null ? null : Money.zero(cost.currency()))
                        .map("properties", properties)
                        .put("source", keyed(item, "source"))
                        .put("external_customer_id", keyed(item, "external_customer_id"))
                        .texts("sources", question.sources())
                        .put(
                                "window_size",
                                question.asked().size() == null
                                        ? null
                                        : MeterJson.window(question.asked().size()))
                        .list("points", item.points(), AnalyticsJson::point)
                        .nulls("bucket_summaries", "commitment_info", "group", "plan", "addon")
                        .nulls("subscription_line_item", "meter");
        feature(json, item);
        charged(json, item.counted().charged().orElse(null));
        return json.put(
                        "subscription_id",
                        item.counted().subscription().map(s -> s.id().value()).orElse(null))
                .node();
    }

    private void feature(Json json, AnalyticsItem item) {
        FeatureView view = item.counted().feature().orElse(null);
        FeatureDocument feature = view == null ? null : view.feature();
        FeatureDocument.ReportingUnit unit = feature == null ? null : feature.reportingUnit();
        BigDecimal rate = unit == null ? null : unit.conversionRate();
        json.put("feature_id", view == null ? null : view.id())
                .put("name", feature == null ? null : feature.name())
                .put("unit", feature == null ? null : feature.unitSingular())
                .put("unit_plural", feature == null ? null : feature.unitPlural())
                .put(
                        "total_usage_display",
                        rate == null ? item.usage() : item.usage().multiply(rate))
                .set(
                        "reporting_unit",
                        unit == null
                                ? null
                                : Json.object()
                                        .put("unit_singular", unit.unitSingular())
                                        .put("unit_plural", unit.unitPlural())
                                        .number("conversion_rate", rate)
                                        .node())
                .set(
                        "feature",
                        view != null && question.expand().contains("feature")
                                ? FeatureJson.of(view, null)
                                : null);
    }

    private void charged(Json json, @Nullable PricedUsage usage) {
        if (usage == null) {
            json.nulls("price_id", "sub_line_item_id", "plan_id", "add_on_id", "price");
            return;
        }
        boolean fromAddon = usage.item().addon() != null;
        json.put("price_id", usage.item().priceId())
                .put("sub_line_item_id", usage.item().id())
                .put("plan_id", fromAddon ? null : usage.terms().planId())
                .put("add_on_id", fromAddon ? usage.item().price().range().addonId() : null)
                .set(
                        "price",
                        question.expand().contains("price")
                                ? PriceJson.frozen(usage.item().priceId(), usage.item().price())
                                : null);
    }

    private static ObjectNode point(AnalyticsItem.Point point) {
        Money cost = point.cost();
        return Json.object()
                .put("timestamp", point.window().start())
                .put("usage", point.window().value())
                .put("event_count", point.window().eventCount())
                .put("cost", cost)
                .put("subtotal", cost)
                .put("discount", cost == null ? null : Money.zero(cost.currency()))
                .nulls(
                        "computed_commitment_utilized_amount",
                        "computed_overage_amount",
                        "computed_true_up_amount",
                        "buckets")
                .node();
    }

    private Map<String, String> properties(AnalyticsItem item) {
        Map<String, String> properties = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(question.by().keySet());
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).startsWith("properties.")) {
                properties.put(names.get(i).substring("properties.".length()), item.keys().get(i));
            }
        }
        return properties;
    }

    private @Nullable String keyed(AnalyticsItem item, String name) {
        int at = List.copyOf(question.by().keySet()).indexOf(name);
        return at < 0 ? null : item.keys().get(at);
    }

    private static String code(CurrencyCode currency) {
        return currency.code().toLowerCase(Locale.ROOT);
    }
}

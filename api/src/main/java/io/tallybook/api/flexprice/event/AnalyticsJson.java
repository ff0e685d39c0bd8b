package io.tallybook.api.flexprice.event;

import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.group.GroupJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.flexprice.subscription.CommitmentJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was used and what it costs, as it is answered. */
final class AnalyticsJson {
    private static final String PROPERTY = "properties.";

    private final AnalyticsQuestion question;
    private final Map<String, GroupView> groups;

    private AnalyticsJson(AnalyticsQuestion question, Map<String, GroupView> groups) {
        this.question = question;
        this.groups = groups;
    }

    /**
     * The sums are of all items, also of those beyond the limit.
     *
     * @param groups of features, by id, as far as they are to be shown
     * @param archived months whose usage is not in it
     */
    static ObjectNode of(
            AnalyticsQuestion question,
            List<AnalyticsItem> items,
            Map<String, GroupView> groups,
            List<YearMonth> archived) {
        Money sum =
                AnalyticsGroup.cost(
                        items.stream().map(AnalyticsItem::cost).filter(Objects::nonNull).toList());
        AnalyticsJson json = new AnalyticsJson(question, groups);
        List<AnalyticsItem> greatest = items.stream().sorted(AnalyticsItem.GREATEST_FIRST).toList();
        return Json.object()
                .put("currency", sum == null ? null : code(sum.currency()))
                .put("subtotal", sum)
                .put("total_cost", sum)
                .put("total_discount", sum == null ? null : Money.zero(sum.currency()))
                .list("custom_analytics", List.<String>of(), _ -> Json.object().node())
                .list(
                        "items",
                        (question.byGroup()
                                        ? AnalyticsGroup.of(greatest).stream().map(json::group)
                                        : greatest.stream().map(json::item))
                                .limit(question.limit())
                                .toList(),
                        item -> item)
                .texts("archived_months", UsageWindow.texts(archived))
                .node();
    }

    /** The keys of an item; what is of one feature alone is of none. */
    private ObjectNode group(AnalyticsGroup one) {
        GroupView group = one.id().map(id -> groups.get(id.value())).orElse(null);
        Money cost = one.cost();
        return Json.object()
                .put("name", group == null ? null : group.group().name())
                .set("group", group == null ? null : GroupJson.alone(group))
                .put("total_usage", one.usage())
                .put("total_usage_display", one.usage())
                .put("unit", one.unit().orElse(null))
                .put("event_count", one.eventCount())
                .put("currency", cost == null ? null : code(cost.currency()))
                .put("total_cost", cost)
                .put("subtotal", cost)
                .put("total_discount", cost == null ? null : Money.zero(cost.currency()))
                .map("properties", properties(one.keys()))
                .put("source", keyed(one.keys(), "source"))
                .put("external_customer_id", keyed(one.keys(), "external_customer_id"))
                .texts("sources", question.sources())
                .put("window_size", windowSize())
                .list(
                        "points",
                        one.points(),
                        point ->
                                point(
                                        point.start(),
                                        point.usage(),
                                        point.eventCount(),
                                        point.cost(),
                                        List.of()))
                .nulls("event_name", "aggregation_type", "meter_id", "meter", "unit_plural")
                .nulls("feature_id", "feature", "reporting_unit", "price_id", "price")
                .nulls("sub_line_item_id", "subscription_line_item", "subscription_id")
                .nulls("plan_id", "plan", "add_on_id", "addon")
                .set("bucket_summaries", ofHours(List.of()))
                .nulls("commitment_info")
                .node();
    }

    private @Nullable ArrayNode ofHours(List<ObjectNode> told) {
        return switch (question.buckets()) {
            case SHOWN -> Json.list(told, one -> one);
            case LEFT_OUT -> null;
        };
    }

    // A promise is held by the usage of the whole line: what is divided has none of its own.
    private List<ObjectNode> summaries(AnalyticsItem item) {
        return question.by().by().isEmpty()
                ? item.priced().atHours().stream()
                        .map(
                                use ->
                                        CommitmentJson.ofHours(
                                                use, item.counted().charged().orElseThrow().item()))
                        .toList()
                : List.of();
    }

    private List<ObjectNode> points(AnalyticsItem item) {
        List<ObjectNode> told = new ArrayList<>();
        for (int i = 0; i < item.points().size(); i++) {
            AnalyticsItem.Point point = item.points().get(i);
            var next = i + 1 < item.points().size() ? item.points().get(i + 1) : null;
            List<ObjectNode> hours =
                    question.buckets() == AnalyticsQuestion.Buckets.LEFT_OUT
                            ? List.of()
                            : item.hoursOf(point, next).stream()
                                    .map(bucket -> pointBucket(item, bucket))
                                    .toList();
            told.add(
                    point(
                            point.window().start(),
                            point.window().value(),
                            point.window().eventCount(),
                            point.cost(),
                            hours));
        }
        return told;
    }

    private static ObjectNode pointBucket(AnalyticsItem item, CommitmentBucket bucket) {
        return Json.object()
                .put("bucket_id", bucket.id())
                .put(
                        "price_id",
                        CommitmentJson.priceId(
                                bucket, item.counted().charged().orElseThrow().item()))
                .node();
    }

    private @Nullable String windowSize() {
        return question.asked().size() == null ? null : MeterJson.window(question.asked().size());
    }

    private ObjectNode item(AnalyticsItem item) {
        Money cost = item.cost();
        Map<String, String> properties = properties(item.keys());
        GroupView group = item.counted().group().map(id -> groups.get(id.value())).orElse(null);
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
                        .put("source", keyed(item.keys(), "source"))
                        .put("external_customer_id", keyed(item.keys(), "external_customer_id"))
                        .texts("sources", question.sources())
                        .put("window_size", windowSize())
                        .list("points", points(item), point -> point)
                        .set("group", group == null ? null : GroupJson.alone(group))
                        .set("bucket_summaries", ofHours(summaries(item)))
                        .nulls("commitment_info", "plan", "addon")
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

    private ObjectNode point(
            Instant start,
            @Nullable BigDecimal usage,
            long eventCount,
            @Nullable Money cost,
            List<ObjectNode> hours) {
        return Json.object()
                .put("timestamp", start)
                .put("usage", usage)
                .put("event_count", eventCount)
                .put("cost", cost)
                .put("subtotal", cost)
                .put("discount", cost == null ? null : Money.zero(cost.currency()))
                .nulls(
                        "computed_commitment_utilized_amount",
                        "computed_overage_amount",
                        "computed_true_up_amount")
                .set("buckets", ofHours(hours))
                .node();
    }

    private Map<String, String> properties(List<String> keys) {
        Map<String, String> properties = new LinkedHashMap<>();
        question.by()
                .named(keys)
                .forEach(
                        (name, value) -> {
                            if (name.startsWith(PROPERTY)) {
                                properties.put(name.substring(PROPERTY.length()), value);
                            }
                        });
        return properties;
    }

    private @Nullable String keyed(List<String> keys, String name) {
        return question.by().named(keys).get(name);
    }

    private static String code(CurrencyCode currency) {
        return currency.code().toLowerCase(Locale.ROOT);
    }
}

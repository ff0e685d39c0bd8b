package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.GrantSource;
import io.tallybook.core.entitlement.UsageReset;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.Hardness;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Renewal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is held, as the contract shows it. */
final class HoldingJson {

    private HoldingJson() {}

    static ObjectNode feature(Holding holding, Holding.Feature feature) {
        return Json.object()
                .set("feature", FeatureJson.of(feature.feature(), feature.meter()))
                .set("entitlement", aggregated(feature))
                .list("sources", feature.sources(), source -> source(holding, source))
                .node();
    }

    private static ObjectNode aggregated(Holding.Feature feature) {
        Optional<Entitlement.Metered> metered = feature.metered();
        List<EntitlementDocument> sources =
                feature.sources().stream().map(s -> s.entitlement().entitlement()).toList();
        boolean enabled = feature.entitlement().isPresent();
        return Json.object()
                .put(
                        "aggregation_mode",
                        EntitlementJson.mode(
                                feature.sources().stream().anyMatch(GrantSource::isParallel)))
                .set("buckets", buckets(feature))
                .put("is_enabled", enabled)
                .put("is_soft_limit", metered.map(m -> m.hardness() == Hardness.SOFT).orElse(false))
                .put("usage_limit", metered.map(m -> limit(m.limit())).orElse(null))
                .put("usage_reset_period", metered.map(m -> reset(m.renewal())).orElse(null))
                .texts(
                        "static_values",
                        sources.stream()
                                .map(EntitlementDocument::staticValue)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())
                .list(
                        "config_values",
                        sources.stream().filter(s -> !s.config().isEmpty()).toList(),
                        s -> config(s))
                .node();
    }

    /** The sources that give a quota in windows of its own; null if none does. */
    private static @Nullable JsonNode buckets(Holding.Feature feature) {
        List<GrantSource> granting =
                feature.sources().stream()
                        .filter(source -> source.entitlement().entitlement().grant() != null)
                        .toList();
        return granting.isEmpty() ? null : Json.list(granting, HoldingJson::bucket);
    }

    private static ObjectNode bucket(GrantSource source) {
        EntitlementDocument document = source.entitlement().entitlement();
        EntitlementDocument.Grant grant = Objects.requireNonNull(document.grant());
        return Json.object()
                .put("entitlement_id", source.entitlement().id())
                .put("source_entity_id", document.entityId())
                .put("grant_measure", EntitlementJson.measure(grant))
                .put("grant_quota", grant.quota())
                .put("grant_duration_unit", EntitlementJson.window(grant))
                .put("grant_duration_value", grant.units())
                .put("usage_limit", document.usageLimit())
                .node();
    }

    private static JsonNode config(EntitlementDocument document) {
        return Objects.requireNonNull(EntitlementJson.config(document.config()));
    }

    static ObjectNode source(Holding holding, GrantSource source) {
        EntitlementDocument document = source.entitlement().entitlement();
        return Json.object()
                .put("entitlement_id", source.entitlement().id())
                .put("entity_id", document.entityId())
                .put("entity_name", holding.nameOf(source))
                .put("entity_type", document.entityType().name().toLowerCase(Locale.ROOT))
                .put("is_enabled", document.access() == EntitlementDocument.Access.ENABLED)
                .put("quantity", source.instances())
                .put("static_value", document.staticValue())
                .set("config_value", EntitlementJson.config(document.config()))
                .put("subscription_id", source.subscription())
                .put("usage_limit", document.usageLimit())
                .put(
                        "usage_reset_period",
                        document.usageReset() == null ? null : document.usageReset().name())
                .node();
    }

    /** In whole units, as all that it is the sum of; null without end. */
    static @Nullable Long limit(Limit limit) {
        return switch (limit) {
            case Limit.Unlimited _ -> null;
            case Limit.UpTo(BigDecimal quantity) ->
                    quantity.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
        };
    }

    private static @Nullable String reset(Renewal renewal) {
        // The contract has no word for hours, for several units, or for a first use; the bucket
        // says it.
        if (renewal.count() > 1 || renewal.opening() == Renewal.Opening.FIRST_USE) {
            return null;
        }
        return switch (renewal.unit()) {
            case BILLING_PERIOD, HOUR -> null;
            case DAY -> UsageReset.DAILY.name();
            case WEEK -> UsageReset.WEEKLY.name();
            case MONTH -> UsageReset.MONTHLY.name();
            case QUARTER -> UsageReset.QUARTERLY.name();
            case HALF_YEAR -> UsageReset.HALF_YEARLY.name();
            case YEAR -> UsageReset.ANNUAL.name();
            case NEVER -> UsageReset.NEVER.name();
        };
    }
}

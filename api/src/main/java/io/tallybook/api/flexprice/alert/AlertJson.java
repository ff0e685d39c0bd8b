package io.tallybook.api.flexprice.alert;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import io.tallybook.core.alert.AlertLogView;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsView;
import io.tallybook.core.alert.AlertSubject;
import io.tallybook.core.alert.AlertThreshold;
import io.tallybook.core.alert.AlertView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Alert settings and what alerts told, as the contract shows them. */
public final class AlertJson {

    private AlertJson() {}

    public static ObjectNode of(AlertSettingsView view) {
        AlertSettingsDocument settings = view.settings();
        return BaseJson.of(view)
                .put("entity_type", word(settings.entityType()))
                .put("entity_id", settings.entityId())
                .put("parent_entity_type", word(settings.parentType()))
                .put("parent_entity_id", settings.parentId())
                .put("enabled", settings.config().mode() == AlertConfig.Mode.ON)
                .set("config", config(settings.config()))
                .node();
    }

    static @Nullable String word(@Nullable Enum<?> constant) {
        return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
    }

    /** The contract's three thresholds under their names, and all of them as a list. */
    public static ObjectNode config(AlertConfig config) {
        return Json.object()
                .put("alert_enabled", config.mode() == AlertConfig.Mode.ON)
                .set("critical", named(config, "critical"))
                .set("warning", named(config, "warning"))
                .set("info", named(config, "info"))
                .put("measure", word(config.measure()))
                .list("thresholds", config.thresholds(), AlertJson::threshold)
                .set("repeat_after", repeat(config))
                .node();
    }

    private static @Nullable ObjectNode repeat(AlertConfig config) {
        Long seconds = config.repeatAfterSeconds();
        return seconds == null
                ? null
                : Json.object().put("unit", "second").put("value", seconds).node();
    }

    private static @Nullable ObjectNode named(AlertConfig config, String name) {
        return config.thresholds().stream()
                .filter(threshold -> threshold.name().equals(name))
                .findFirst()
                .map(
                        threshold ->
                                Json.object()
                                        .put("threshold", threshold.threshold())
                                        .put("condition", word(threshold.condition()))
                                        .node())
                .orElse(null);
    }

    private static ObjectNode threshold(AlertThreshold threshold) {
        return Json.object()
                .put("name", threshold.name())
                .put("level", state(threshold.level()))
                .put("condition", word(threshold.condition()))
                .put("threshold", threshold.threshold())
                .put("every", threshold.every())
                .node();
    }

    public static String state(AlertLevel level) {
        return switch (level) {
            case OK -> "ok";
            case INFO -> "info";
            case WARNING -> "warning";
            case CRITICAL -> "in_alarm";
        };
    }

    /** How an alert stands. */
    public static ObjectNode of(AlertView view) {
        return subject(BaseJson.of(view), view.subject())
                .put("alert_status", state(view.level()))
                .put("value", view.value())
                .node();
    }

    private static Json subject(Json json, AlertSubject subject) {
        return json.put("alert_type", word(subject.type()))
                .put("alert_settings_id", subject.settings())
                .put("entity_type", word(subject.entityType()))
                .put("entity_id", subject.entityId())
                .put("parent_entity_type", word(subject.parentType()))
                .put("parent_entity_id", subject.parentId())
                .put("customer_id", subject.customer());
    }

    /** One line of the log; what was asked for with expand is still to be put in. */
    static ObjectNode of(AlertLogView view) {
        AlertEvent.Changed change = view.change();
        Json json =
                Json.object()
                        .put("id", view.id())
                        .put("tenant_id", change.scope().tenant())
                        .put("environment_id", change.scope().environment())
                        .put("status", "published")
                        .put("created_at", change.changedAt())
                        .put("updated_at", change.changedAt())
                        .put("created_by", view.alert().stamp().updatedBy())
                        .put("updated_by", view.alert().stamp().updatedBy());
        return subject(json, change.subject())
                .put("alert_status", state(change.after()))
                .put("previous_status", state(change.before()))
                .texts("crossed", change.crossed())
                .texts("recovered", List.copyOf(change.recovered()))
                .set(
                        "alert_info",
                        Json.object()
                                .set("alert_settings", config(change.config()))
                                .put("value_at_time", change.value())
                                .put("timestamp", change.changedAt())
                                .node())
                .nulls("customer", "feature", "wallet")
                .node();
    }
}

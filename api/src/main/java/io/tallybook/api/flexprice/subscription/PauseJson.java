package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.subscription.Agenda;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.SubscriptionPause;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.time.BillingPeriod;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A pause as the contract shows it. */
final class PauseJson {
    private PauseJson() {}

    static ObjectNode of(SubscriptionView view, SubscriptionPause pause) {
        PauseOrder order = pause.order();
        BillingPeriod broken = pause.broken();
        return BaseJson.add(Json.object(), view)
                .put("id", order.id())
                .put("subscription_id", view.id())
                .put("pause_mode", word(order.mode()))
                .put("pause_status", word(pause.status()))
                .put("pause_start", order.start())
                .put("pause_end", order.resumesAt())
                .put("original_period_start", broken == null ? null : broken.start())
                .put("original_period_end", broken == null ? null : broken.end())
                .put("resumed_at", pause.resumed() == null ? null : pause.endedAt())
                .put("resume_mode", resumeMode(pause))
                .put("open_period", word(order.rest()))
                .put("reason", order.reason())
                .map("metadata", order.metadata())
                .node();
    }

    // Of a pause that lasts, how it is to end.
    private static @Nullable String resumeMode(SubscriptionPause pause) {
        if (pause.resumed() != null) {
            return word(pause.resumed());
        }
        return pause.order().resumesAt() == null ? null : "auto";
    }

    static String status(Agenda agenda) {
        return current(agenda).map(pause -> word(pause.status())).orElse("none");
    }

    static @Nullable PauseId activeId(Agenda agenda) {
        return agenda.activePause().map(pause -> pause.order().id()).orElse(null);
    }

    private static Optional<SubscriptionPause> current(Agenda agenda) {
        return agenda.activePause().or(agenda::plannedPause);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

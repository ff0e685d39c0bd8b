package io.tallybook.api.flexprice.plan;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.plansync.PlannedChange.PriceMove;
import io.tallybook.core.plansync.SyncResult;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Synchronisations of plans, and what they would do, as HTTP shows them. */
public final class PlanSyncJson {

    private PlanSyncJson() {}

    /**
     * @param results what became of some subscriptions; absent where nobody asked for that
     */
    public static ObjectNode of(PlanSyncView view, @Nullable List<SyncResult> results) {
        var tally = view.tally();
        Json json =
                BaseJson.of(view)
                        .put("plan_id", view.planId())
                        .put("sync_status", view.status().name().toLowerCase(Locale.ROOT))
                        .put("started_at", view.begunAt())
                        .put("completed_at", view.completedAt())
                        .set(
                                "progress",
                                Json.object()
                                        .put("total", tally.total())
                                        .put("changed", tally.changed())
                                        .put("in_step", tally.inStep())
                                        .put("failed", tally.failed())
                                        .node());
        return results == null
                ? json.put("results", (String) null).node()
                : json.list("results", results, PlanSyncJson::json).node();
    }

    static ObjectNode preview(PlanId plan, List<PlannedChange> changes, @Nullable EntityId next) {
        long lacking = changes.stream().filter(change -> !change.isInStep()).count();
        return Json.object()
                .put("plan_id", plan)
                .put(
                        "message",
                        "%d of %d subscriptions would be changed"
                                .formatted(lacking, changes.size()))
                .list(
                        "changes",
                        changes,
                        change ->
                                json(change)
                                        .put("result", change.isInStep() ? "in_step" : "changed")
                                        .nulls("error")
                                        .node())
                .put("next_cursor", next)
                .node();
    }

    private static ObjectNode json(SyncResult result) {
        return json(result.change())
                .put("result", result.outcome().name().toLowerCase(Locale.ROOT))
                .put("error", result.problem())
                .node();
    }

    private static Json json(PlannedChange change) {
        return Json.object()
                .put("subscription_id", change.subscriptionId())
                .list("added_prices", change.begins(), PlanSyncJson::json)
                .list("ended_prices", change.ends(), PlanSyncJson::json);
    }

    private static ObjectNode json(PriceMove move) {
        return Json.object().put("price_id", move.priceId()).put("at", move.at()).node();
    }
}

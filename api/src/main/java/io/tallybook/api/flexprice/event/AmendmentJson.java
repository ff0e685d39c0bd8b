package io.tallybook.api.flexprice.event;

import io.tallybook.api.flexprice.list.Cursor;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.AmendedEvent;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import tools.jackson.databind.node.ObjectNode;

/** Amendments as JSON. */
final class AmendmentJson {
    private AmendmentJson() {}

    static ObjectNode of(AmendmentView view) {
        return Json.object()
                .put("id", view.id())
                .put("status", view.status().name())
                .put("reason", view.drafted().reason())
                .put("created_at", view.drafted().at())
                .put("created_by", view.drafted().actor())
                .put("replaced", view.counts().getOrDefault(Action.REPLACE, 0L))
                .put("deprecated", view.counts().getOrDefault(Action.DEPRECATE, 0L))
                .put("restored", view.counts().getOrDefault(Action.RESTORE, 0L))
                .put("added", view.counts().getOrDefault(Action.ADD, 0L))
                .list("customers", view.touched(), AmendmentJson::touched)
                .list("steps", view.steps(), AmendmentJson::step)
                .node();
    }

    private static ObjectNode touched(AmendmentView.Touched touched) {
        return Json.object()
                .put("external_customer_id", touched.externalCustomerId())
                .put("first_event_at", touched.from())
                .put("last_event_at", touched.to())
                .node();
    }

    private static ObjectNode step(AmendmentView.Mark mark) {
        return Json.object()
                .put("status", mark.step().name())
                .put("at", mark.at())
                .put("by", mark.actor())
                .put("reason", mark.reason())
                .put("position", mark.position().partition() + ":" + mark.position().offset())
                .node();
    }

    static ObjectNode page(UsageQuery.Amendments page, int limit, int offset) {
        return Json.object()
                .list("items", page.items(), AmendmentJson::of)
                .set(
                        "pagination",
                        Json.object()
                                .put("total", page.total())
                                .put("limit", limit)
                                .put("offset", offset)
                                .put(
                                        "next_cursor",
                                        page.hasMore()
                                                ? Cursor.after(page.items().getLast().id().value())
                                                : null)
                                .node())
                .node();
    }

    static ObjectNode events(UsageQuery.AmendedEvents page) {
        return Json.object()
                .list("items", page.items(), AmendmentJson::event)
                .put("has_more", page.hasMore())
                .put(
                        "iter_last_key",
                        page.items().isEmpty() ? null : page.items().getLast().event().eventId())
                .node();
    }

    private static ObjectNode event(AmendedEvent said) {
        return Json.object()
                .put("event_id", said.event().eventId())
                .put("action", said.action().name())
                .set("event", EventJson.of(said.event(), null))
                .node();
    }

    /** What one amendment says of the event of a receipt. */
    static ObjectNode amended(UsageReceipt.Amended amended) {
        return Json.object()
                .put("amendment_id", amended.said().amendment())
                .put(
                        "status",
                        amended.steps().isEmpty() ? null : amended.steps().getLast().step().name())
                .put("action", amended.said().action().name())
                .set("event", EventJson.of(amended.said().event(), null))
                .list("steps", amended.steps(), AmendmentJson::step)
                .node();
    }
}

package io.tallybook.api.flexprice.event;

import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.flexprice.subscription.SubscriptionJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of an event, as JSON: the contract's tracker, which names the first thing that is
 * missing on the way to an invoice, and our receipt, which says where the event stands and on which
 * invoice lines it was counted.
 */
final class ReceiptJson {

    private ReceiptJson() {}

    static ObjectNode of(EventFate fate) {
        JsonNode failure = failure(fate);
        return Json.object()
                .put("status", failure == null ? "processed" : "failed")
                .set("event", EventJson.of(fate.event(), fate.customer().orElse(null)))
                .set("debug_tracker", tracker(fate, failure))
                .list("processed_events", fate.charged(), each -> processed(fate, each))
                .set("receipt", receipt(fate))
                .node();
    }

    /** Of an event that was not taken; the last time that it came says why. */
    static ObjectNode ignored(List<UsageQuery.Refusal> refusals) {
        UsageQuery.Refusal last = refusals.getFirst();
        UsageEvent event = last.event();
        ObjectNode tracker =
                Json.object()
                        .nulls("customer_lookup", "meter_matching", "price_lookup")
                        .nulls("subscription_line_item_lookup", "attributed_to_customer")
                        .set("failure_point", failed(null, last.reason(), 400))
                        .node();
        ObjectNode receipt =
                Json.object()
                        .put("received_at", last.at())
                        .nulls("position")
                        .put("repeat_count", 0)
                        .list("repeats", List.<UsageReceipt.Repeat>of(), ReceiptJson::repeat)
                        .list("amendments", List.<UsageReceipt.Amended>of(), AmendmentJson::amended)
                        .nulls("event_in_force")
                        .list("metered_by", List.<EventFate.Metered>of(), ReceiptJson::metered)
                        .list(
                                "invoice_lines",
                                List.<EventFate.OnInvoice>of(),
                                ReceiptJson::invoiceLine)
                        .put("ignored_because", last.reason())
                        .list("refusals", refusals, ReceiptJson::refusal)
                        .node();
        return Json.object()
                .put("status", "failed")
                .set("event", event == null ? null : EventJson.of(event, null))
                .set("debug_tracker", tracker)
                .list("processed_events", List.<EventFate.Priced>of(), _ -> tracker)
                .set("receipt", receipt)
                .node();
    }

    private static ObjectNode refusal(UsageQuery.Refusal refusal) {
        return Json.object()
                .put("received_at", refusal.at())
                .put("reason", refusal.reason())
                .put("rejected_id", refusal.rejected())
                .set("event", refusal.event() == null ? null : EventJson.of(refusal.event(), null))
                .node();
    }

    private static ObjectNode tracker(EventFate fate, @Nullable JsonNode failure) {
        List<MeterView> meters = fate.meters();
        return Json.object()
                .set("customer_lookup", customer(fate))
                .set("meter_matching", found("matched_meters", meters, ReceiptJson::meter))
                .set("price_lookup", found("matched_prices", fate.priced(), ReceiptJson::price))
                .set(
                        "subscription_line_item_lookup",
                        found("matched_line_items", fate.priced(), each -> item(fate, each)))
                .set("attributed_to_customer", attributed(fate))
                .set("failure_point", failure)
                .node();
    }

    private static ObjectNode customer(EventFate fate) {
        return Json.object()
                .put("status", fate.customer().isPresent() ? "found" : "not_found")
                .set("customer", fate.customer().map(CustomerJson::of).orElse(null))
                .nulls("error")
                .node();
    }

    private static <T> ObjectNode found(
            String key, List<T> items, java.util.function.Function<T, ObjectNode> write) {
        return Json.object()
                .put("status", items.isEmpty() ? "not_found" : "found")
                .list(key, items, write)
                .nulls("error")
                .node();
    }

    private static ObjectNode meter(MeterView meter) {
        return Json.object()
                .put("meter_id", meter.id())
                .put("event_name", meter.definition().eventName())
                .set("meter", MeterJson.of(meter))
                .node();
    }

    private static ObjectNode price(EventFate.Priced priced) {
        return Json.object()
                .put("price_id", priced.item().priceId())
                .put("meter_id", meterOf(priced).meterId())
                .put("status", "found")
                .set("price", PriceJson.frozen(priced.item().priceId(), priced.item().price()))
                .node();
    }

    private static ObjectNode item(EventFate fate, EventFate.Priced priced) {
        var terms = priced.subscription().terms();
        boolean inForce = priced.isAt(fate.event());
        return Json.object()
                .put("sub_line_item_id", priced.item().id())
                .put("subscription_id", priced.subscription().id())
                .put("price_id", priced.item().priceId())
                .put("start_date", terms.startDate())
                .put("end_date", terms.endDate())
                .put("is_active_for_event", inForce)
                .put("timestamp_within_range", inForce)
                .set(
                        "subscription_line_item",
                        SubscriptionJson.line(priced.subscription(), priced.item()))
                .node();
    }

    private static ObjectNode attributed(EventFate fate) {
        List<EventFate.Priced> charged = fate.charged();
        return Json.object()
                .put("status", charged.isEmpty() ? "not_found" : "attributed")
                .set(
                        "meter_usage",
                        charged.isEmpty()
                                ? null
                                : Json.object()
                                        .put(
                                                "external_customer_id",
                                                fate.event().externalCustomerId())
                                        .put("meter_id", meterOf(charged.getFirst()).meterId())
                                        .put("qty_total", quantity(fate, charged.getFirst()))
                                        .node())
                .nulls("error")
                .node();
    }

    private static ObjectNode processed(EventFate fate, EventFate.Priced priced) {
        MeterDefinition meter = meterOf(priced);
        return Json.object()
                .put("customer_id", priced.subscription().terms().customerId())
                .put(
                        "feature_id",
                        fate.features().stream()
                                .filter(each -> meter.meterId().equals(each.feature().meterId()))
                                .findFirst()
                                .map(FeatureView::id)
                                .orElse(null))
                .put("meter_id", meter.meterId())
                .put("price_id", priced.item().priceId())
                .put("sub_line_item_id", priced.item().id())
                .put("subscription_id", priced.subscription().id())
                .put("qty_total", quantity(fate, priced))
                .put("processed_at", fate.event().receivedAt())
                .node();
    }

    /** What the meter takes from the event, as it was sent; one where it counts events. */
    private static @Nullable String quantity(EventFate fate, EventFate.Priced priced) {
        String field = meterOf(priced).field();
        return field == null ? "1" : fate.event().properties().get(field);
    }

    private static MeterDefinition meterOf(EventFate.Priced priced) {
        return Objects.requireNonNull(priced.item().meter(), "meter of a priced line item");
    }

    /** The first thing that is missing. */
    private static @Nullable JsonNode failure(EventFate fate) {
        String name = fate.event().externalCustomerId();
        if (fate.customer().isEmpty()) {
            return failed(
                    "customer_lookup", "there is no customer with the external id \"" + name + '"');
        }
        if (fate.meters().isEmpty() && fate.priced().isEmpty()) {
            return failed(
                    "meter_lookup",
                    fate.named().isEmpty()
                            ? "no meter looks at events named \"" + fate.event().eventName() + '"'
                            : "the filters of no meter for \""
                                    + fate.event().eventName()
                                    + "\" let its properties pass");
        }
        if (fate.priced().isEmpty()) {
            return failed(
                    "price_lookup", "no subscription of the customer has a price for its meters");
        }
        if (fate.charged().isEmpty()) {
            return failed(
                    "subscription_line_item_lookup",
                    "no subscription of the customer was in force at " + fate.event().timestamp());
        }
        return null;
    }

    private static ObjectNode failed(String point, String why) {
        return failed(point, why, 404);
    }

    private static ObjectNode failed(@Nullable String point, String why, int status) {
        return Json.object()
                .put("failure_point_type", point)
                .set(
                        "error",
                        Json.object()
                                .put("code", status == 404 ? "not_found" : "validation_error")
                                .put("message", why)
                                .put("http_status_code", status)
                                .node())
                .node();
    }

    private static ObjectNode receipt(EventFate fate) {
        UsageReceipt receipt = fate.receipt();
        JsonNode failure = failure(fate);
        return Json.object()
                .put("received_at", fate.event().receivedAt())
                .put("position", receipt.position().partition() + ":" + receipt.position().offset())
                .put("repeat_count", receipt.repeatCount())
                .list("repeats", receipt.repeats(), ReceiptJson::repeat)
                .list("amendments", receipt.amendments(), AmendmentJson::amended)
                .set(
                        "event_in_force",
                        receipt.inForce().map(event -> EventJson.of(event, null)).orElse(null))
                .list("metered_by", fate.metered(), ReceiptJson::metered)
                .list("invoice_lines", fate.onInvoices(), ReceiptJson::invoiceLine)
                .put(
                        "ignored_because",
                        failure == null ? null : failure.at("/error/message").stringValue())
                .list("refusals", List.<UsageQuery.Refusal>of(), ReceiptJson::refusal)
                .node();
    }

    private static ObjectNode repeat(UsageReceipt.Repeat repeat) {
        return Json.object()
                .put("received_at", repeat.event().receivedAt())
                .put("position", repeat.position().partition() + ":" + repeat.position().offset())
                .put("conflict", repeat.conflict())
                .set("event", EventJson.of(repeat.event(), null))
                .node();
    }

    private static ObjectNode metered(EventFate.Metered metered) {
        FeatureView feature = metered.feature();
        return Json.object()
                .put("feature_id", feature.id())
                .put("feature_name", feature.feature().name())
                .put("meter_id", feature.feature().meterId())
                .put("meter_version", metered.version().number())
                .node();
    }

    private static ObjectNode invoiceLine(EventFate.OnInvoice on) {
        return Json.object()
                .put("invoice_id", on.invoice().id())
                .put("invoice_number", on.invoice().number())
                .put("invoice_status", on.invoice().status().name())
                .put("line_id", on.line().input().id())
                .put("meter_id", on.reading().meterId())
                .put("period_start", on.reading().period().start())
                .put("period_end", on.reading().period().end())
                .put("counted", on.counted())
                .put("not_counted_because", on.notCountedBecause())
                .node();
    }
}

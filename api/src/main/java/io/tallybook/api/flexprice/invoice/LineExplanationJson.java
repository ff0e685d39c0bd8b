package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.flexprice.feature.MeterJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.flexprice.subscription.UsageOfSharers;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineAllowance;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.money.Money;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way from a price and the usage to the amount of a line, in the order in which it is walked.
 */
final class LineExplanationJson {
    private LineExplanationJson() {}

    /**
     * @param events a page of those behind the line; empty if it is not of usage
     */
    static ObjectNode of(
            InvoiceView view,
            InvoiceLine line,
            Optional<UsageQuery.Events> events,
            UsageOfSharers used) {
        InvoiceLineInput input = line.input();
        InvoiceLineInput.Share share = input.share();
        return Json.object()
                .put("invoice_id", view.id())
                .put("line_id", input.id())
                .put("display_name", input.displayName())
                .put("currency", view.opening().currency().code().toLowerCase(Locale.ROOT))
                .put("period_start", input.servicePeriod().start())
                .put("period_end", input.servicePeriod().end())
                .set("price", price(input))
                .set("price_version", version(input))
                .set("reading", reading(input.reading()))
                .set("usage_by_customer", used.json(input.id()))
                .set("allowance", allowance(input.allowance()))
                .put("quantity", input.quantity())
                .put("billed_quantity", input.billed())
                .list("steps", line.steps(), InvoiceJson::step)
                .put("share_seconds", share == null ? null : share.seconds())
                .put("share_of_seconds", share == null ? null : share.ofSeconds())
                .put("precise_amount", line.precise())
                .put("unused_credit", input.credit())
                .put("amount", line.amount())
                .set("settlement", settlement(view, line))
                .set("events", events.map(LineExplanationJson::events).orElse(null))
                .put("inputs_digest", view.inputsDigest())
                .put("engine_version", view.engineVersion())
                .node();
    }

    private static @Nullable ObjectNode price(InvoiceLineInput input) {
        PriceId id = input.priceId();
        return id == null || input.plain() != null ? null : PriceJson.frozen(id, input.price());
    }

    private static ObjectNode version(InvoiceLineInput input) {
        PriceDocument.Range range = input.price().range();
        return Json.object()
                .put("price_id", input.priceId())
                .put("parent_price_id", range.parentPriceId())
                .put("start_date", range.startDate())
                .put("end_date", range.endDate())
                .node();
    }

    private static @Nullable ObjectNode reading(@Nullable UsageReading reading) {
        return reading == null
                ? null
                : Json.object()
                        .put("meter_id", reading.meterId())
                        .put("external_customer_id", reading.externalCustomerId())
                        .put("period_start", reading.period().start())
                        .put("period_end", reading.period().end())
                        .put("quantity", reading.quantity())
                        .put("event_count", reading.eventCount())
                        .put("watermark", reading.watermark())
                        .put("digest", reading.digest())
                        .list(
                                "meter_versions",
                                reading.versions() == null ? List.of() : reading.versions(),
                                MeterJson::version)
                        .node();
    }

    private static @Nullable ObjectNode allowance(@Nullable LineAllowance allowance) {
        return allowance == null
                ? null
                : Json.object()
                        .put("limit", allowance.limit())
                        .texts(
                                "entitlement_ids",
                                allowance.entitlements().stream().map(id -> id.value()).toList())
                        .list("windows", allowance.windows(), LineExplanationJson::window)
                        .list(
                                "beside",
                                allowance.beside() == null ? List.of() : allowance.beside(),
                                LineExplanationJson::beside)
                        .node();
    }

    private static ObjectNode beside(LineAllowance.Beside other) {
        return Json.object()
                .put("limit", other.limit())
                .texts(
                        "entitlement_ids",
                        other.entitlements().stream().map(id -> id.value()).toList())
                .list("windows", other.windows(), LineExplanationJson::window)
                .node();
    }

    private static ObjectNode window(LineAllowance.Window window) {
        UsageReading before = window.before();
        return Json.object()
                .put("period_start", window.window().start())
                .put("period_end", window.window().end())
                .put("used", window.used().quantity())
                .put("used_before", before == null ? null : before.quantity())
                .node();
    }

    /** What was then taken off and added; null until the invoice is finalized. */
    private static @Nullable ObjectNode settlement(InvoiceView view, InvoiceLine line) {
        return view.settlements().stream()
                .filter(each -> each.lineId().equals(line.input().id()))
                .findFirst()
                .map(each -> settlement(line.amount(), each))
                .orElse(null);
    }

    private static ObjectNode settlement(Money amount, LineSettlement settled) {
        return Json.object()
                .put("discount", settled.discount())
                .put("credits", settled.credits())
                .put("tax", settled.tax())
                .put(
                        "total",
                        amount.minus(settled.discount())
                                .minus(settled.credits())
                                .plus(settled.tax()))
                .node();
    }

    private static ObjectNode events(UsageQuery.Events events) {
        return Json.object()
                .list("items", events.items(), LineExplanationJson::event)
                .put("has_more", events.hasMore())
                .put("total_count", events.total())
                .texts(
                        "archived_months",
                        events.archived().stream().map(YearMonth::toString).toList())
                .node();
    }

    private static ObjectNode event(UsageEvent event) {
        return Json.object()
                .put("event_id", event.eventId())
                .put("event_name", event.eventName())
                .put("timestamp", event.timestamp())
                .map("properties", event.properties())
                .node();
    }
}

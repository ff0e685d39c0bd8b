package io.tallybook.api.flexprice.invoice;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.customer.CustomerJson;
import io.tallybook.api.flexprice.subscription.CommitmentJson;
import io.tallybook.api.flexprice.subscription.SubscriptionJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.Adjustments.Reach;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceDetails;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceNotes;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An invoice as the contract shows it. */
public final class InvoiceJson {

    private InvoiceJson() {}

    /**
     * How much of an invoice is shown beside its own figures.
     *
     * @param breakdowns of whom the usage of its lines was, where that was asked for
     */
    public record Shown(
            @Nullable CustomerView customer,
            @Nullable SubscriptionView subscription,
            boolean withLines,
            Map<InvoiceLineId, UsageBreakdown.Shown> breakdowns) {
        public Shown {
            breakdowns = Map.copyOf(breakdowns);
        }

        Shown(
                @Nullable CustomerView customer,
                @Nullable SubscriptionView subscription,
                boolean withLines) {
            this(customer, subscription, withLines, Map.of());
        }

        /** The invoice with its lines, and nothing else. */
        public static Shown alone() {
            return new Shown(null, null, true);
        }
    }

    public static ObjectNode of(InvoiceView view, Shown shown) {
        CustomerView customer = shown.customer();
        SubscriptionView subscription = shown.subscription();
        Json json =
                BaseJson.of(view)
                        .put("customer_id", view.opening().customerId())
                        .put("subscription_customer_id", view.opening().subscriber())
                        .set("customer", customer == null ? null : CustomerJson.of(customer))
                        .put("subscription_id", view.opening().subscriptionId())
                        .set(
                                "subscription",
                                subscription == null
                                        ? null
                                        : SubscriptionJson.of(subscription, null, null))
                        .put("currency", currency(view))
                        .set("line_items", shown.withLines() ? lines(view, shown) : null);
        return AdjustmentsJson.add(unset(money(life(json, view), view)), view).node();
    }

    private static String currency(InvoiceView view) {
        return view.opening().currency().code().toLowerCase(Locale.ROOT);
    }

    private static Json life(Json json, InvoiceView view) {
        InvoiceNotes said = view.said();
        InvoiceDetails details = said.details();
        return json.put("invoice_type", type(view.opening().reason()))
                .put("invoice_status", status(view.status()))
                .put("payment_status", paymentStatus(view))
                .put("invoice_number", view.number())
                .put("billing_reason", reason(view.opening().reason()))
                .put("billing_sequence", view.opening().periodIndex())
                .put("period_start", view.opening().period().start())
                .put("period_end", view.opening().period().end())
                .put("issue_date", view.finalizedAt())
                .put("due_date", view.dueDate() == null ? details.dueDate() : view.dueDate())
                .put("finalized_at", view.finalizedAt())
                .put("finalize_at", view.opening().finalizeAt())
                .put("last_computed_at", view.computedAt())
                .put("voided_at", view.voidedAt())
                .put("paid_at", paidAt(view))
                .put("inputs_digest", view.inputsDigest())
                .put("engine_version", view.engineVersion())
                .put("is_manually_edited", said.isEdited())
                .put("description", details.description())
                .map("metadata", details.metadata())
                .put("invoice_pdf_url", details.pdfUrl())
                .put("idempotency_key", details.idempotencyKey())
                .put("recalculated_invoice_id", said.replacedBy())
                .put("replaces_invoice_id", view.opening().replaces())
                .set("parking", InvoiceParking.json(view))
                .put("version", view.stamp().version());
    }

    /** What a subscription owes by its terms is of another type than what somebody wrote. */
    static String type(BillingReason reason) {
        return switch (reason) {
            case MANUAL, WALLET_AUTO_TOPUP, CORRECTION -> "ONE_OFF";
            case SUBSCRIPTION_CREATE,
                    SUBSCRIPTION_CYCLE,
                    SUBSCRIPTION_CANCEL,
                    SUBSCRIPTION_UPDATE,
                    SUBSCRIPTION_TRIAL_START,
                    SUBSCRIPTION_TRIAL_END,
                    SUBSCRIPTION_PAUSE,
                    SUBSCRIPTION_RESUME,
                    PRORATION,
                    AUTO_INVOICE_THRESHOLD ->
                    "SUBSCRIPTION";
        };
    }

    /** The stage between draft and final is our own; to the contract it is a draft. */
    private static String status(InvoiceView.Status status) {
        return switch (status) {
            case DRAFT, COMPUTED -> "DRAFT";
            case FINALIZED -> "FINALIZED";
            case SKIPPED -> "SKIPPED";
            case VOIDED -> "VOIDED";
        };
    }

    /** The contract has no word for what is paid in part, nor for what was written off. */
    private static String paymentStatus(InvoiceView view) {
        InvoicePayments.Status paid = view.money().status(view.billed());
        return switch (view.status()) {
            case DRAFT, COMPUTED -> "PENDING";
            case FINALIZED ->
                    switch (paid) {
                        case PARTIALLY_PAID -> "PENDING";
                        case WRITTEN_OFF -> "FAILED";
                        case PENDING,
                                PROCESSING,
                                SUCCEEDED,
                                OVERPAID,
                                FAILED,
                                PARTIALLY_REFUNDED,
                                REFUNDED ->
                                paid.name();
                    };
            case SKIPPED -> "SUCCEEDED";
            case VOIDED -> voided(view, paid);
        };
    }

    private static String voided(InvoiceView view, InvoicePayments.Status paid) {
        return switch (paid) {
            case OVERPAID, PARTIALLY_REFUNDED, REFUNDED -> paid.name();
            case PENDING, PROCESSING, PARTIALLY_PAID, SUCCEEDED, FAILED, WRITTEN_OFF ->
                    view.credits().isEmpty() ? "VOIDED" : "REFUNDED";
        };
    }

    private static @Nullable Instant paidAt(InvoiceView view) {
        boolean free =
                view.status() == InvoiceView.Status.FINALIZED && view.totals().total().isZero();
        return free ? view.finalizedAt() : view.money().paidAt();
    }

    private static Json money(Json json, InvoiceView view) {
        InvoiceTotals totals = view.totals();
        InvoicePayments money = view.money();
        Money billed = view.billed();
        boolean open =
                view.status() == InvoiceView.Status.DRAFT
                        || view.status() == InvoiceView.Status.COMPUTED;
        boolean voided = view.status() == InvoiceView.Status.VOIDED;
        return json.put("subtotal", totals.subtotal())
                .put("total_discount", totals.discount())
                .put("total_prepaid_credits_applied", totals.credits())
                .put("total_tax", totals.tax())
                .put("total", totals.total())
                .put("amount_due", totals.total().minus(money.adjusted()))
                .put("amount_paid", money.paid())
                .put("amount_remaining", open ? totals.total() : money.remaining(billed))
                .put("adjustment_amount", money.adjusted())
                .put("overpaid_amount", money.overpaid(billed))
                .put("written_off_amount", money.writtenOff())
                .put("overdue_since", money.overdueSince())
                .put(
                        "refunded_amount",
                        voided
                                ? totals.credits().plus(money.refunded())
                                : money.refunded().plus(money.backToWallets()));
    }

    private static Json unset(Json json) {
        return json.nulls("billing_period");
    }

    private static JsonNode lines(InvoiceView view, Shown shown) {
        Map<String, LineSettlement> settled =
                view.settlements().stream()
                        .collect(Collectors.toMap(s -> s.lineId().value(), Function.identity()));
        return Json.many(
                view.lines(),
                line ->
                        line(
                                view,
                                line,
                                settled.get(line.input().id().value()),
                                shown.breakdowns().get(line.input().id())));
    }

    private static ObjectNode line(
            InvoiceView view,
            InvoiceLine line,
            @Nullable LineSettlement settlement,
            UsageBreakdown.@Nullable Shown breakdown) {
        var input = line.input();
        Money zero = Money.zero(view.opening().currency());
        return BaseJson.add(Json.object(), view)
                .put("id", input.id())
                .put("invoice_id", view.id())
                .put("customer_id", view.opening().customerId())
                .put(
                        "subscription_id",
                        input.served() == null
                                ? view.opening().subscriptionId()
                                : input.served().subscriptionId())
                .put("subscription_line_item_id", input.lineItemId())
                .put("entity_id", entityId(input))
                .put("entity_type", entityType(input))
                .put("plan_display_name", input.planName().isEmpty() ? null : input.planName())
                .put("display_name", input.displayName())
                .put("price_id", input.priceId())
                .put("price_type", input.price().type().name())
                .put("meter_id", input.price().meterId())
                .put("meter_display_name", input.reading() == null ? null : input.displayName())
                .put("period_start", input.servicePeriod().start())
                .put("period_end", input.servicePeriod().end())
                .put("quantity", input.quantity())
                .put("adjusted_entitlement_quantity", free(input))
                .put("amount", line.amount())
                .put("currency", currency(view))
                .put("line_item_discount", AdjustmentsJson.discount(view, input.id(), Reach.LINE))
                .put(
                        "invoice_level_discount",
                        AdjustmentsJson.discount(view, input.id(), Reach.INVOICE))
                .put("prepaid_credits_applied", settlement == null ? zero : settlement.credits())
                .set("calculation", calculation(line))
                .map("metadata", metadata(input))
                .set("commitment_info", CommitmentJson.of(line))
                .nulls("parent_line_item_id")
                .nulls("price_unit", "price_unit_amount", "price_unit_id")
                .set("usage_analytics", breakdown == null ? null : breakdown.sources())
                .set("usage_breakdown", breakdown == null ? null : breakdown.groups())
                .node();
    }

    // Whose line it is, where another subscription is invoiced too.
    private static @Nullable Map<String, String> metadata(InvoiceLineInput input) {
        InvoiceLineInput.Served served = input.served();
        Map<String, String> own = input.plain() == null ? null : input.plain().metadata();
        if (served == null) {
            return own;
        }
        Map<String, String> all = new TreeMap<>(own == null ? Map.of() : own);
        all.put("child_customer_id", served.customerId().value());
        all.put("subscription_id", served.subscriptionId().value());
        return all;
    }

    private static @Nullable String entityId(InvoiceLineInput input) {
        return input.plain() == null ? input.price().ownerId() : input.plain().entityId();
    }

    private static @Nullable String entityType(InvoiceLineInput input) {
        return input.plain() == null
                ? input.price().owner().name().toLowerCase(Locale.ROOT)
                : input.plain().entityType();
    }

    /** What of the quantity an allowance leaves free; null where there is none. */
    private static @Nullable BigDecimal free(InvoiceLineInput input) {
        return input.allowance() == null
                ? null
                : input.quantity().subtract(input.billed()).max(BigDecimal.ZERO);
    }

    /** How the amount came to be: the tiers or packages walked, and the usage that was frozen. */
    private static ObjectNode calculation(InvoiceLine line) {
        var price = line.input().price();
        var reading = line.input().reading();
        List<InvoiceLine.Step> steps = line.steps();
        return Json.object()
                .put("billing_model", price.billingModel().name())
                .put("tier_mode", price.tierMode() == null ? null : price.tierMode().name())
                .put("precise_amount", line.precise())
                .list("steps", steps, InvoiceJson::step)
                .set(
                        "reading",
                        reading == null
                                ? null
                                : Json.object()
                                        .put("quantity", reading.quantity())
                                        .put("event_count", reading.eventCount())
                                        .put("watermark", reading.watermark())
                                        .put("digest", reading.digest())
                                        .node())
                .node();
    }

    static ObjectNode step(InvoiceLine.Step step) {
        return Json.object()
                .put("rule", step.rule())
                .put("from", step.from())
                .put("to", step.to())
                .put("quantity", step.quantity())
                .put("unit_amount", step.unitAmount())
                .put("flat_amount", step.flatAmount())
                .put("amount", step.amount())
                .node();
    }

    // A pause and its end have no word of their own in the contract.
    private static String reason(BillingReason reason) {
        return reason == BillingReason.SUBSCRIPTION_PAUSE
                        || reason == BillingReason.SUBSCRIPTION_RESUME
                ? BillingReason.SUBSCRIPTION_UPDATE.name()
                : reason.name();
    }
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionEvent.LineEnd;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A change of plan as the contract shows it. */
final class PlanChangeJson {
    private PlanChangeJson() {}

    static ObjectNode preview(PlanChanges.Going going) {
        Changes.Outcome outcome = going.outcome();
        SubscriptionView view = outcome.view();
        return Json.object()
                .put("subscription_id", view.id())
                .put("change_type", type(going))
                .set("current_plan", plan(going.from()))
                .set("target_plan", plan(going.to()))
                .put("effective_date", going.effective())
                .set("proration_details", ChangedJson.proration(outcome))
                .set("next_invoice_preview", next(outcome.invoice().orElse(null)))
                .set("new_billing_cycle", cycle(view))
                .map("metadata", going.words())
                .texts("warnings", warnings(outcome))
                .node();
    }

    static ObjectNode executed(PlanChanges.Going going) {
        Changes.Outcome outcome = going.outcome();
        return Json.object()
                .put("change_type", type(going))
                .put("effective_date", going.effective())
                .put("is_scheduled", going.schedule() != null)
                .put("schedule_id", going.schedule())
                .put("scheduled_at", going.schedule() == null ? null : going.effective())
                .set("old_subscription", summary(outcome.change().view()))
                .set("new_subscription", summary(outcome.view()))
                .set("invoice", outcome.invoice().map(ChangedJson::invoice).orElse(null))
                .set("proration_applied", ChangedJson.proration(outcome))
                .map("metadata", going.words())
                .nulls("credit_grants")
                .node();
    }

    static ObjectNode second(PlanChanges.Going going) {
        Changes.Outcome outcome = going.outcome();
        return Json.object()
                .put("change_type", type(going))
                .put("effective_at", going.effective())
                .put("is_scheduled", going.schedule() != null)
                .put("schedule_id", going.schedule())
                .put("scheduled_at", going.schedule() == null ? null : going.effective())
                .set("from_plan", plan(going.from()))
                .set("to_plan", plan(going.to()))
                .set("subscription", SubscriptionJson.of(outcome.view(), null, null))
                .set("changed_resources", ChangedJson.resources(outcome))
                .list(
                        "entity_changes",
                        List.copyOf(outcome.view().terms().addons()),
                        addon ->
                                Json.object()
                                        .put(
                                                "behaviour",
                                                going.change()
                                                        .of(addon.id())
                                                        .name()
                                                        .toLowerCase(Locale.ROOT))
                                        .put("entity_id", addon.addonId())
                                        .put("entity_type", "addon")
                                        .put("reference_id", addon.id())
                                        .node())
                .map("metadata", going.words())
                .texts("warnings", warnings(outcome))
                .node();
    }

    // By what a whole period costs, usage left out.
    private static String type(PlanChanges.Going going) {
        SubscriptionTerms terms = going.outcome().change().view().terms();
        var change = going.outcome().change().lines();
        Set<LineItemId> ends =
                change.ended().stream().map(LineEnd::lineItemId).collect(Collectors.toSet());
        List<LineItem> ended =
                terms.lineItems().stream().filter(line -> ends.contains(line.id())).toList();
        Money before = ChangeOfLines.recurring(terms, ended);
        Money after = ChangeOfLines.recurring(terms, change.added());
        int order = after.compareTo(before);
        return order > 0 ? "upgrade" : order < 0 ? "downgrade" : "lateral";
    }

    private static List<String> warnings(Changes.Outcome outcome) {
        Money excess = outcome.toWallet();
        return excess.isPositive()
                ? List.of(excess + " that was paid and is not used goes to the customer's wallet")
                : List.of();
    }

    static ObjectNode plan(PlanView view) {
        return Json.object()
                .put("id", view.id())
                .put("name", view.plan().name())
                .put("description", view.plan().description())
                .put("lookup_key", view.plan().lookupKey())
                .node();
    }

    static ObjectNode cycle(SubscriptionView view) {
        SubscriptionTerms terms = view.terms();
        return Json.object()
                .put("billing_anchor", terms.billingAnchor())
                .put("billing_cadence", "RECURRING")
                .put("billing_period", terms.billingPeriod().name())
                .put("billing_period_count", terms.billingPeriodCount())
                .put("period_start", view.currentPeriod().start())
                .put("period_end", view.currentPeriod().end())
                .node();
    }

    static ObjectNode summary(SubscriptionView view) {
        return Json.object()
                .put("id", view.id())
                .put("plan_id", view.terms().planId())
                .put("status", view.status().name().toLowerCase(Locale.ROOT))
                .put("billing_anchor", view.terms().billingAnchor())
                .put("current_period_start", view.currentPeriod().start())
                .put("current_period_end", view.currentPeriod().end())
                .put("created_at", view.stamp().createdAt())
                .nulls("archived_at")
                .node();
    }

    static @Nullable ObjectNode next(@Nullable InvoiceView invoice) {
        return invoice == null
                ? null
                : Json.object()
                        .put(
                                "currency",
                                invoice.totals().total().currency().code().toLowerCase(Locale.ROOT))
                        .put("subtotal", invoice.totals().subtotal().toDecimal())
                        .put("tax_amount", invoice.totals().tax().toDecimal())
                        .put("total", invoice.totals().total().toDecimal())
                        .put("due_date", invoice.dueDate())
                        .list("line_items", invoice.lines(), PlanChangeJson::line)
                        .node();
    }

    private static ObjectNode line(InvoiceLine line) {
        return Json.object()
                .put("amount", line.amount().toDecimal())
                .put("description", line.input().displayName())
                .put("is_proration", line.input().share() != null)
                .put("period_start", line.input().servicePeriod().start())
                .put("period_end", line.input().servicePeriod().end())
                .put("quantity", line.input().quantity())
                .put("unit_price", line.input().price().amount())
                .node();
    }
}

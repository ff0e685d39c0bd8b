package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.invoice.InvoiceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionEvent.LinesChanged;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a change has made of other things, as the contract shows it. */
final class ChangedJson {
    private ChangedJson() {}

    /** The invoices, line items and subscriptions that a change touches. */
    static ObjectNode resources(Changes.Outcome outcome) {
        List<ObjectNode> invoices = new ArrayList<>();
        String stage = outcome.stage().name().toLowerCase(Locale.ROOT);
        outcome.invoice().ifPresent(invoice -> invoices.add(invoice(invoice, stage)));
        if (outcome.toWallet().isPositive()) {
            invoices.add(credit(outcome, stage));
        }
        return Json.object()
                .list("invoices", invoices, node -> node)
                .list("line_items", lines(outcome), node -> node)
                .list("subscriptions", List.of(subscription(outcome.view())), node -> node)
                .node();
    }

    /** What a change that touches no line makes of a subscription. */
    static ObjectNode modified(
            SubscriptionView view, Optional<InvoiceView> invoice, Changes.Stage stage) {
        List<ObjectNode> invoices =
                invoice.map(it -> List.of(invoice(it, stage.name().toLowerCase(Locale.ROOT))))
                        .orElse(List.of());
        return Json.object()
                .set("subscription", SubscriptionJson.of(view, null, null))
                .set(
                        "changed_resources",
                        Json.object()
                                .list("invoices", invoices, node -> node)
                                .list("line_items", List.<ObjectNode>of(), node -> node)
                                .list("subscriptions", List.of(subscription(view)), node -> node)
                                .node())
                .nulls("checkout_session")
                .node();
    }

    static Amendment amendment(Changes.Outcome outcome) {
        return amendment(outcome.lines());
    }

    static Amendment amendment(LinesChanged lines) {
        return Objects.requireNonNull(
                lines.amendment(), "what somebody asked for has an amendment");
    }

    static ObjectNode invoice(InvoiceView invoice) {
        return InvoiceJson.of(invoice, InvoiceJson.Shown.alone());
    }

    private static ObjectNode invoice(InvoiceView invoice, String stage) {
        return Json.object()
                .put("id", invoice.id())
                .put("action", "created")
                .put("status", stage)
                .set("invoice", invoice(invoice))
                .nulls("wallet_transaction")
                .node();
    }

    // The process that gives it back runs behind the answer; what it will give is known already.
    private static ObjectNode credit(Changes.Outcome outcome, String stage) {
        Money excess = outcome.toWallet();
        return Json.object()
                .nulls("id")
                .put("action", "wallet_credit")
                .put("status", stage)
                .nulls("invoice")
                .set(
                        "wallet_transaction",
                        Json.object()
                                .put("amount", excess.toDecimal())
                                .put("credit_amount", excess.toDecimal())
                                .put("currency", word(excess))
                                .put("customer_id", outcome.view().terms().payer())
                                .put("type", "credit")
                                .put("transaction_status", "pending")
                                .put("transaction_reason", "PURCHASED_CREDIT_DIRECT")
                                .put("idempotency_key", amendment(outcome).changeId())
                                .nulls("id", "wallet_id", "wallet", "customer", "conversion_rate")
                                .nulls("created_at", "created_by", "created_by_user", "status")
                                .nulls("credit_balance_after", "credit_balance_before")
                                .nulls("credits_available", "description", "environment_id")
                                .nulls("expiry_date", "metadata", "parent_transaction_id")
                                .nulls("priority", "reference_id", "reference_type", "tenant_id")
                                .nulls("topup_conversion_rate", "updated_at", "updated_by")
                                .node())
                .node();
    }

    private static String word(Money money) {
        return money.currency().code().toLowerCase(Locale.ROOT);
    }

    private static List<ObjectNode> lines(Changes.Outcome outcome) {
        List<ObjectNode> all = new ArrayList<>();
        for (LineItem line : outcome.view().terms().lineItems()) {
            boolean begins =
                    outcome.lines().added().stream().anyMatch(a -> a.id().equals(line.id()));
            boolean ends =
                    outcome.lines().ended().stream()
                            .anyMatch(e -> e.lineItemId().equals(line.id()));
            if (begins || ends) {
                all.add(line(line, begins ? "created" : "ended"));
            }
        }
        return all;
    }

    private static ObjectNode line(LineItem line, String action) {
        return Json.object()
                .put("id", line.id())
                .put("price_id", line.priceId())
                .put("quantity", line.quantity())
                .put("start_date", line.startDate())
                .put("end_date", line.endDate())
                .put("change_action", action)
                .node();
    }

    static ObjectNode subscription(SubscriptionView view) {
        return Json.object()
                .put("id", view.id())
                .put("action", "updated")
                .put("status", view.status().name().toLowerCase(Locale.ROOT))
                .put("current_period_end", view.currentPeriod().end())
                .put(
                        "trial_end",
                        SubscriptionPeriods.of(view.terms())
                                .trial()
                                .map(BillingPeriod::end)
                                .orElse(null))
                .node();
    }

    /** What is charged and what is given back, in all. */
    static @Nullable ObjectNode proration(Changes.Outcome outcome) {
        Amendment amendment = amendment(outcome);
        var period = outcome.view().currentPeriod();
        long left = amendment.rest().length().toDays();
        return Json.object()
                .put("charge_amount", amendment.charged().toDecimal())
                .put("charge_description", "The rest of the period by the new lines")
                .put("credit_amount", amendment.credit().toDecimal())
                .put("credit_description", "What was paid for the old lines and is not used")
                .put("net_amount", amendment.charged().minus(amendment.credit()).toDecimal())
                .put("currency", word(amendment.charged()))
                .put("current_period_start", period.start())
                .put("current_period_end", period.end())
                .put("days_remaining", left)
                .put("days_used", period.length().toDays() - left)
                .put("proration_date", amendment.at())
                .node();
    }
}

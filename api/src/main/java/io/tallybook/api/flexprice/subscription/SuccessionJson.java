package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.response.Json;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A change to another billing period as the contract shows it. */
final class SuccessionJson {
    private SuccessionJson() {}

    static ObjectNode preview(Successions.Outcome outcome) {
        return Json.object()
                .put("subscription_id", outcome.before().id())
                .put("change_type", type(outcome))
                .set("current_plan", PlanChangeJson.plan(outcome.from()))
                .set("target_plan", PlanChangeJson.plan(outcome.to()))
                .put("effective_date", outcome.effective())
                .set("proration_details", proration(outcome))
                .set("next_invoice_preview", PlanChangeJson.next(outcome.invoice().orElse(null)))
                .set("new_billing_cycle", PlanChangeJson.cycle(outcome.next()))
                .map("metadata", outcome.words())
                .texts("warnings", warnings(outcome))
                .node();
    }

    static ObjectNode executed(Successions.Outcome outcome) {
        return Json.object()
                .put("change_type", type(outcome))
                .put("effective_date", outcome.effective())
                .put("is_scheduled", outcome.schedule() != null)
                .put("schedule_id", outcome.schedule())
                .put("scheduled_at", outcome.schedule() == null ? null : outcome.effective())
                .set("old_subscription", PlanChangeJson.summary(outcome.old()))
                .set("new_subscription", PlanChangeJson.summary(outcome.next()))
                .set("invoice", outcome.invoice().map(ChangedJson::invoice).orElse(null))
                .set("proration_applied", proration(outcome))
                .map("metadata", outcome.words())
                .nulls("credit_grants")
                .node();
    }

    // By what the same time costs, usage left out.
    private static String type(Successions.Outcome outcome) {
        SubscriptionTerms before = outcome.before().terms();
        SubscriptionTerms after = outcome.next().terms();
        int order =
                cost(after, after.lineItems())
                        .multiply(days(before))
                        .compareTo(
                                cost(before, present(outcome.before(), outcome.effective()))
                                        .multiply(days(after)));
        return order > 0 ? "upgrade" : order < 0 ? "downgrade" : "lateral";
    }

    private static BigDecimal cost(SubscriptionTerms terms, List<LineItem> lines) {
        return ChangeOfLines.recurring(terms, lines).toDecimal();
    }

    private static List<LineItem> present(SubscriptionView view, Instant moment) {
        return view.terms().lineItems().stream()
                .filter(line -> line.endDate() == null || moment.isBefore(line.endDate()))
                .toList();
    }

    // Only to compare periods, which may be counted in days or in months.
    private static BigDecimal days(SubscriptionTerms terms) {
        var unit = terms.billingPeriod();
        return BigDecimal.valueOf((unit.days() + unit.months() * 30L) * terms.billingPeriodCount());
    }

    private static List<String> warnings(Successions.Outcome outcome) {
        Money back = outcome.toWallet();
        return back.isPositive()
                ? List.of(back + " that was paid and is not used goes to the customer's wallet")
                : List.of();
    }

    private static ObjectNode proration(Successions.Outcome outcome) {
        BillingPeriod period = outcome.before().currentPeriod();
        Money credit = outcome.back().amount();
        Money charge = outcome.charge();
        long left = Duration.between(outcome.effective(), period.end()).toDays();
        return Json.object()
                .put("charge_amount", charge.toDecimal())
                .put("charge_description", "The first period of the new subscription")
                .put("credit_amount", credit.toDecimal())
                .put("credit_description", "What was paid for the old one and is not used")
                .put("net_amount", charge.minus(credit).plus(outcome.back().toWallet()).toDecimal())
                .put("currency", credit.currency().code().toLowerCase(Locale.ROOT))
                .put("current_period_start", period.start())
                .put("current_period_end", period.end())
                .put("days_remaining", left)
                .put("days_used", period.length().toDays() - left)
                .put("proration_date", outcome.effective())
                .node();
    }
}

package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantEvent.Next;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditgrant.GrantApplicationId;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A credit grant as the contract shows it, and what it gives next. */
public final class CreditGrantJson {
    private CreditGrantJson() {}

    public static ObjectNode of(CreditGrantView view) {
        CreditGrantDocument grant = view.grant();
        CreditGrantDocument.Target target = grant.target();
        CreditGrantDocument.Recurrence often = grant.recurrence();
        CreditGrantDocument.Expiry expiry = grant.expiry();
        CreditGrantDocument.Rollover rollover = grant.rollover();
        CreditGrantDocument.Grantee grantee = grant.grantee();
        Next next = view.course().next();
        return BaseJson.of(view)
                .put("name", grant.name())
                .put("scope", target.level().name())
                .put("plan_id", target.planId())
                .put("addon_id", target.addonId())
                .put("subscription_id", target.subscriptionId())
                .put("customer_id", grantee == null ? null : grantee.customerId())
                .put("parent_grant_id", target.from())
                .put("credits", grant.credits())
                .put("cadence", often == null ? "ONETIME" : "RECURRING")
                .put("period", often == null ? null : often.unit().name())
                .put("period_count", often == null ? null : often.count())
                .put("expiration_type", expiry.type().name())
                .put("expiration_duration", expiry.duration())
                .put(
                        "expiration_duration_unit",
                        expiry.unit() == null ? null : expiry.unit().name())
                .put("rollover", rollover != null)
                .put("rollover_cap", rollover == null ? null : rollover.cap())
                .put("priority", grant.priority())
                .put("conversion_rate", grant.conversionRate())
                .put("topup_conversion_rate", grant.topupConversionRate())
                .put("start_date", grant.startDate())
                .put("end_date", end(view))
                .put("credit_grant_anchor", grantee == null ? null : grantee.anchor())
                .put("credits_granted", view.course().credits())
                .put("times_granted", view.course().times())
                .put("next_grant_at", next == null ? null : next.at())
                .map("metadata", grant.metadata())
                .node();
    }

    private static @Nullable Instant end(CreditGrantView view) {
        return view.course().endedAt() == null ? view.grant().endDate() : view.course().endedAt();
    }

    /** What a grant gives next, which it has not yet. */
    static ObjectNode upcoming(
            CreditGrantView view, Next next, @Nullable SubscriptionView subscription) {
        CreditGrantDocument grant = view.grant();
        return Json.object()
                .put("id", GrantApplicationId.of(view.id(), next))
                .put("tenant_id", view.scope().tenant())
                .put("environment_id", view.scope().environment())
                .put("status", "published")
                .put("created_at", view.stamp().createdAt())
                .put("updated_at", view.stamp().updatedAt())
                .put("created_by", view.stamp().createdBy())
                .put("updated_by", view.stamp().updatedBy())
                .put("credit_grant_id", view.id())
                .put("subscription_id", grant.target().subscriptionId())
                .put(
                        "subscription_status_at_application",
                        subscription == null
                                ? null
                                : subscription.status().name().toLowerCase(Locale.ROOT))
                .put("application_status", "pending")
                .put("application_reason", reason(grant, next))
                .put("credits", next.credits())
                .put("scheduled_for", next.at())
                .put("period_start", next.at())
                .put("period_end", next.periodEnd())
                .put("idempotency_key", GrantApplicationId.of(view.id(), next))
                .put("retry_count", 0)
                .map("metadata", grant.metadata())
                .nulls("applied_at", "failure_reason")
                .node();
    }

    private static String reason(CreditGrantDocument grant, Next next) {
        if (grant.recurrence() == null) {
            return "onetime_credit_grant";
        }
        return next.index() == 0 ? "first_time_recurring_credit_grant" : "recurring_credit_grant";
    }
}

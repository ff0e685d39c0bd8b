package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cancellation that is wished for, and how its outcome is told. */
record Cancellation(
        CancellationType type,
        @Nullable Instant cancelAt,
        OpenUsage openUsage,
        @Nullable String reason) {

    private static final Choice<CancellationType> TYPES =
            Choice.of(CancellationType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private static final Choice<OpenUsage> POLICIES =
            Choice.of(Map.of("generate_invoice", OpenUsage.INVOICED, "skip", OpenUsage.FORGIVEN));

    private static final Choice<String> PRORATION = Choice.words("none");

    static Cancellation of(Fields in) {
        CancellationType type = in.required("cancellation_type").choice(TYPES);
        Instant cancelAt = null;
        if (type == CancellationType.SCHEDULED_DATE) {
            cancelAt = in.required("cancel_at").instant();
        } else if (in.has("cancel_at") && in.has("cancellation_type")) {
            in.complain(
                    "cancel_at",
                    "to be left out unless cancellation_type is scheduled_date",
                    "a value");
        }
        // Spelt as the contract spells it.
        OpenUsage policy =
                in.optional("cancel_immediately_inovice_policy")
                        .choice(POLICIES, OpenUsage.FORGIVEN);
        in.optional("proration_behavior").choice(PRORATION);
        String reason = in.optional("reason").text(1_024);
        in.check();
        // The policy is about a period that is cut short at once; one that is served as agreed is
        // owed.
        return new Cancellation(
                type,
                cancelAt,
                type == CancellationType.IMMEDIATE ? policy : OpenUsage.INVOICED,
                reason);
    }

    SubscriptionCommand.Cancel command(SubscriptionId id, Scope scope, Instant at) {
        return new SubscriptionCommand.Cancel(id, scope, at, type, cancelAt, openUsage, reason);
    }

    ObjectNode json(SubscriptionView view, Instant now) {
        Instant effective = view.cancelAt() == null ? now : view.cancelAt();
        boolean done = view.status() == SubscriptionView.Status.CANCELLED;
        return Json.object()
                .put("subscription_id", view.id())
                .put("cancellation_type", type.name().toLowerCase(Locale.ROOT))
                .put("status", view.status().name().toLowerCase(Locale.ROOT))
                .put("effective_date", effective)
                .put("processed_at", now)
                .put("reason", reason)
                .put(
                        "message",
                        done
                                ? "the subscription is cancelled"
                                : "the subscription will end at " + effective)
                .put("total_credit_amount", "0")
                .nulls("proration_details", "proration_invoice")
                .node();
    }
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.PaidUnused;
import io.tallybook.core.invoice.UnspentAdvance;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A cancellation that is wished for, and how its outcome is told. */
record Cancellation(
        CancellationType type,
        @Nullable Instant cancelAt,
        OpenUsage openUsage,
        @Nullable String reason,
        ProrationBehavior proration) {

    private static final Choice<CancellationType> TYPES =
            Choice.of(CancellationType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private static final Choice<OpenUsage> POLICIES =
            Choice.of(Map.of("generate_invoice", OpenUsage.INVOICED, "skip", OpenUsage.FORGIVEN));

    private static final Choice<ProrationBehavior> PRORATION =
            Choice.of(ProrationBehavior.class, how -> how.name().toLowerCase(Locale.ROOT));

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
        // Spelt as the contract spells it. Unlike there, nothing said means that what was used is
        // owed.
        OpenUsage policy =
                in.optional("cancel_immediately_inovice_policy")
                        .choice(POLICIES, OpenUsage.INVOICED);
        ProrationBehavior proration =
                in.optional("proration_behavior").choice(PRORATION, ProrationBehavior.NONE);
        String reason = in.optional("reason").text(1_024);
        in.check();
        // The policy is about a period that is cut short at once; one that is served as agreed is
        // owed.
        return new Cancellation(
                type,
                cancelAt,
                type == CancellationType.IMMEDIATE ? policy : OpenUsage.INVOICED,
                reason,
                proration);
    }

    SubscriptionCommand.Cancel command(SubscriptionId id, Scope scope, Instant at) {
        return new SubscriptionCommand.Cancel(
                id, scope, at, type, cancelAt, openUsage, reason, proration);
    }

    /** What it gives back, by its price. */
    Unspent unspent(SubscriptionView view, Instant now) {
        return at(view, effective(view, now));
    }

    private static Instant effective(SubscriptionView view, Instant now) {
        return view.cancelAt() == null ? now : view.cancelAt();
    }

    /**
     * @param back what of that was paid
     */
    ObjectNode json(SubscriptionView view, PaidUnused back, Instant now) {
        Instant effective = effective(view, now);
        boolean done = view.status().isOver();
        return Json.object()
                .put("subscription_id", view.id())
                .put("cancellation_type", word())
                .put("status", view.status().name().toLowerCase(Locale.ROOT))
                .put("effective_date", effective)
                .put("processed_at", now)
                .put("reason", reason)
                .put(
                        "message",
                        done
                                ? "the subscription is cancelled"
                                : "the subscription will end at " + effective)
                .put("total_credit_amount", back.amount().toDecimal().toPlainString())
                .list("proration_details", back.parts(), part -> part(view, part))
                .nulls("proration_invoice")
                .node();
    }

    // The contract knows no other word for a date that follows from the periods.
    private String word() {
        return switch (type) {
            case IMMEDIATE, END_OF_PERIOD, SCHEDULED_DATE -> type.name().toLowerCase(Locale.ROOT);
            case MIN_PERIOD_END, MAX_PERIOD_END -> "scheduled_date";
        };
    }

    private Unspent at(SubscriptionView view, Instant effective) {
        return switch (proration) {
            case CREATE_PRORATIONS ->
                    UnspentAdvance.at(
                            view.terms(),
                            lastPeriod(view, effective),
                            effective,
                            openUsage == OpenUsage.FORGIVEN ? view.currentPeriod().start() : null);
            case NONE -> new Unspent(List.of(), Money.zero(view.terms().currency()));
        };
    }

    /** The number of the last period that has begun when it ends. */
    private static int lastPeriod(SubscriptionView view, Instant effective) {
        return switch (view.status()) {
            case ACTIVE, TRIALING ->
                    effective.isAfter(view.currentPeriod().end())
                            ? SubscriptionPeriods.endless(view.terms())
                                    .indexAt(effective.minusNanos(1))
                            : view.periodIndex();
            case DRAFT, INCOMPLETE, PAUSED, CANCELLED, INCOMPLETE_EXPIRED -> view.periodIndex();
        };
    }

    private static ObjectNode part(SubscriptionView view, Amendment.Unused part) {
        Optional<LineItem> line =
                view.terms().lineItems().stream()
                        .filter(item -> item.id().equals(part.lineItemId()))
                        .findFirst();
        return Json.object()
                .put("line_item_id", part.lineItemId())
                .put("price_id", line.map(LineItem::priceId).orElse(null))
                .put("plan_name", line.map(LineItem::planName).orElse(null))
                .put("description", "Paid in advance and not served")
                .put("credit_amount", part.amount().toDecimal().toPlainString())
                .put("charge_amount", "0")
                .put("proration_days", part.period().length().toDays())
                .nulls("original_amount")
                .node();
    }
}

package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is wished for.
 *
 * @param customerId or {@code externalCustomerId}, one of them is there
 * @param start absent for now
 * @param anchor absent for what the cycle says
 * @param quantities of FIXED prices, by the id of the price
 */
record SubscriptionRequest(
        @Nullable String customerId,
        @Nullable String externalCustomerId,
        String planId,
        CurrencyCode currency,
        PeriodUnit billingPeriod,
        int billingPeriodCount,
        BillingCycle billingCycle,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Instant anchor,
        Map<String, BigDecimal> quantities,
        @Nullable String lookupKey,
        Map<String, String> metadata) {

    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    private static final Choice<BillingCycle> CYCLES =
            Choice.of(BillingCycle.class, cycle -> cycle.name().toLowerCase(Locale.ROOT));
    private static final Choice<String> STATUSES = Choice.words("active");
    private static final Choice<String> PRORATION = Choice.words("none");
    private static final Choice<String> COLLECTION =
            Choice.words("charge_automatically", "send_invoice");
    private static final Choice<String> PAYMENT =
            Choice.words(
                    "default_active",
                    "allow_incomplete",
                    "default_incomplete",
                    "error_if_incomplete");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    SubscriptionRequest {
        quantities = Map.copyOf(quantities);
        metadata = Map.copyOf(metadata);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static SubscriptionRequest of(Fields in) {
        String customerId = in.optional("customer_id").text(SHORT);
        String externalId = in.optional("external_customer_id").text(SHORT);
        if (customerId == null && externalId == null) {
            in.complain("customer_id", "a customer_id or an external_customer_id", "neither");
        }
        Instant start = in.optional("start_date").instant();
        Instant end = in.optional("end_date").instant();
        if (start != null && end != null && !start.isBefore(end)) {
            in.complain("end_date", "a time after start_date, " + start, end.toString());
        }
        var request =
                new SubscriptionRequest(
                        customerId,
                        externalId,
                        in.required("plan_id").text(SHORT),
                        in.required("currency").currency(),
                        in.required("billing_period").choice(PERIODS),
                        in.optional("billing_period_count").integer(1, 1_000, 1),
                        in.optional("billing_cycle").choice(CYCLES, BillingCycle.ANNIVERSARY),
                        start,
                        end,
                        in.optional("billing_anchor").instant(),
                        quantities(in),
                        in.optional("lookup_key").text(SHORT),
                        in.optional("metadata").map(LONG));
        words(in);
        unsupported(in);
        in.check();
        return request;
    }

    private static Map<String, BigDecimal> quantities(Fields in) {
        Map<String, BigDecimal> quantities = new LinkedHashMap<>();
        for (Fields override : in.optional("override_line_items").objects(500)) {
            String price = override.required("price_id").text(SHORT);
            BigDecimal quantity = override.optional("quantity").amount();
            if (quantity != null) {
                quantities.put(price, quantity);
            }
            override.refuseUnsupported(
                    "amount", "billing_model", "price_unit_amount", "price_unit_tiers");
            override.refuseUnsupported("tier_mode", "tiers", "transform_quantity");
        }
        return quantities;
    }

    private static void words(Fields in) {
        in.optional("subscription_status").choice(STATUSES);
        in.optional("proration_behavior").choice(PRORATION);
        in.optional("collection_method").choice(COLLECTION);
        in.optional("payment_behavior").choice(PAYMENT);
    }

    private static void unsupported(Fields in) {
        in.refuseUnsupported("addons", "auto_invoice_threshold", "checkout", "commitment_amount");
        in.refuseUnsupported("commitment_duration", "credit_grants", "enable_true_up");
        in.refuseUnsupported("inheritance", "line_item_commitments", "line_items");
        in.refuseUnsupported("overage_factor", "override_entitlements", "payment_terms", "phases");
        in.refuseUnsupported("trial_period_days");
        in.refuseUnsupported("trial_start", "trial_end", "parent_subscription_id");
    }
}

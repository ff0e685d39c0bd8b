package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is wished for.
 *
 * @param customerId or {@code externalCustomerId}, one of them is there; either name will do here
 * @param sale in what and for how long, as far as it was said
 * @param start absent for now
 * @param anchor absent for what the cycle says
 * @param wishes what it is to have beside the prices of the plan
 * @param inheritance with whom it is to stand together
 * @param checkout on which page its first invoice is to be paid; absent for none
 */
record SubscriptionRequest(
        @Nullable String customerId,
        @Nullable String externalCustomerId,
        String planId,
        Sale.Asked sale,
        BillingCycle billingCycle,
        @Nullable Instant start,
        @Nullable Instant end,
        @Nullable Instant anchor,
        CreationWishes wishes,
        @Nullable String lookupKey,
        Map<String, String> metadata,
        Beginning beginning,
        @Nullable String timezone,
        Arrangement arrangement,
        InheritanceRequest inheritance,
        @Nullable CheckoutRequest checkout) {

    /** Whether it begins or waits to be activated. */
    enum Beginning {
        ACTIVE,
        DRAFT
    }

    private static final Choice<PeriodUnit> PERIODS = Choice.of(PeriodUnit.class);
    static final Choice<BillingCycle> CYCLES =
            Choice.of(BillingCycle.class, cycle -> cycle.name().toLowerCase(Locale.ROOT));
    private static final Choice<Beginning> STATUSES = words(Beginning.class);
    private static final Choice<ProrationBehavior> PRORATION = words(ProrationBehavior.class);
    private static final Choice<CollectionMethod> COLLECTION = words(CollectionMethod.class);
    private static final Choice<PaymentBehavior> PAYMENT = words(PaymentBehavior.class);
    private static final Choice<PaymentTerms> TERMS = PaymentWords.CHOICE;

    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int TRIAL_DAYS_MAX = 3_650;

    SubscriptionRequest {
        metadata = Map.copyOf(metadata);
    }

    /** Errors: ProblemException (400) naming the fields. */
    static SubscriptionRequest of(Fields in) {
        Whom whom = Whom.of(in);
        Instant start = in.optional("start_date").instant();
        Instant end = in.optional("end_date").instant();
        if (start != null && end != null && !start.isBefore(end)) {
            in.complain("end_date", "a time after start_date, " + start, end.toString());
        }
        CheckoutRequest checkout = CheckoutRequest.of(in);
        var request =
                new SubscriptionRequest(
                        whom.customerId(),
                        whom.externalCustomerId(),
                        in.required("plan_id").text(SHORT),
                        sale(in),
                        in.optional("billing_cycle").choice(CYCLES, BillingCycle.ANNIVERSARY),
                        start,
                        end,
                        in.optional("billing_anchor").instant(),
                        CreationWishes.of(in),
                        in.optional("lookup_key").text(SHORT),
                        in.optional("metadata").map(LONG),
                        in.optional("subscription_status").choice(STATUSES, Beginning.ACTIVE),
                        in.optional("timezone").text(SHORT),
                        (checkout == null ? arrangement(in) : paidOnPage(in))
                                .chargedFrom(trialEnd(in, start))
                                .invoicedFrom(threshold(in)),
                        InheritanceRequest.of(in),
                        checkout);
        unsupported(in);
        if (request.beginning() == Beginning.DRAFT && checkout != null) {
            in.complain(
                    "checkout",
                    "to be left out: of a draft nothing is to be paid",
                    "with subscription_status draft");
        }
        if (request.beginning() == Beginning.DRAFT && !request.wishes().grants().isEmpty()) {
            in.complain(
                    "credit_grants",
                    "to be given once it is active: a draft does not begin when it says",
                    "with subscription_status draft");
        }
        if (request.beginning() == Beginning.DRAFT && !request.inheritance().heirs().isEmpty()) {
            in.complain(
                    "inheritance." + InheritanceRequest.HEIRS,
                    "to be added once it is active: nothing of a draft can be shared",
                    "with subscription_status draft");
        }
        if (request.beginning() == Beginning.DRAFT && !request.inheritance().grouped().isEmpty()) {
            in.complain(
                    "inheritance." + InheritanceRequest.GROUPED,
                    "to be added once it is active: nothing is invoiced with a draft",
                    "with subscription_status draft");
        }
        checkChildren(in, request);
        in.check();
        return request;
    }

    private static void checkChildren(Fields in, SubscriptionRequest request) {
        if (request.inheritance().children().isEmpty()) {
            return;
        }
        if (request.beginning() == Beginning.DRAFT) {
            in.complain(
                    "inheritance." + InheritanceRequest.CHILDREN,
                    "to be made once it is active: nothing begins with a draft",
                    "with subscription_status draft");
        }
        PaymentBehavior behavior = request.arrangement().paymentBehavior();
        if (behavior != PaymentBehavior.DEFAULT_ACTIVE) {
            in.complain(
                    "payment_behavior",
                    "default_active with inheritance.%s: what begins together waits for no payment"
                            .formatted(InheritanceRequest.CHILDREN),
                    behavior.name().toLowerCase(Locale.ROOT));
        }
    }

    /** For whom it is: one of the two is there. */
    record Whom(@Nullable String customerId, @Nullable String externalCustomerId) {
        /** The caller has to check the fields. */
        static Whom of(Fields in) {
            var whom =
                    new Whom(
                            in.optional("customer_id").text(SHORT),
                            in.optional("external_customer_id").text(SHORT));
            if (whom.customerId() == null && whom.externalCustomerId() == null) {
                in.complain("customer_id", "a customer_id or an external_customer_id", "neither");
            }
            return whom;
        }
    }

    static Sale.Asked sale(Fields in) {
        Long count = in.optional("billing_period_count").integer(1, 1_000);
        return new Sale.Asked(
                in.optional("currency").currency(),
                in.optional("billing_period").choice(PERIODS),
                count == null ? null : count.intValue());
    }

    private static @Nullable Instant trialEnd(Fields in, @Nullable Instant start) {
        Instant end = in.optional("trial_end_date").instant();
        if (end != null && trialDays(in) != null) {
            in.complain("trial_end_date", "to be left out with trial_period_days", end.toString());
        }
        if (end != null && start != null && !start.isBefore(end)) {
            in.complain("trial_end_date", "a time after start_date, " + start, end.toString());
        }
        return end;
    }

    private static @Nullable BigDecimal threshold(Fields in) {
        BigDecimal threshold = in.optional("auto_invoice_threshold").decimal();
        if (threshold != null && threshold.signum() <= 0) {
            in.complain(
                    "auto_invoice_threshold",
                    "an amount of more than 0",
                    threshold.toPlainString());
        }
        return threshold;
    }

    private static Arrangement arrangement(Fields in) {
        return arrangement(
                in,
                in.optional("collection_method")
                        .choice(COLLECTION, CollectionMethod.CHARGE_AUTOMATICALLY),
                in.optional("payment_behavior").choice(PAYMENT, PaymentBehavior.DEFAULT_ACTIVE));
    }

    // Nobody is charged for what is to be paid on a page, and it waits for that if nothing else is
    // said.
    private static Arrangement paidOnPage(Fields in) {
        CollectionMethod collection =
                in.optional("collection_method").choice(COLLECTION, CollectionMethod.SEND_INVOICE);
        if (collection == CollectionMethod.CHARGE_AUTOMATICALLY) {
            in.complain(
                    "collection_method",
                    "send_invoice, or to be left out: with a checkout the customer pays on a page",
                    "charge_automatically");
        }
        return arrangement(
                in,
                collection,
                in.optional("payment_behavior")
                        .choice(PAYMENT, PaymentBehavior.DEFAULT_INCOMPLETE));
    }

    private static Arrangement arrangement(
            Fields in, CollectionMethod collection, PaymentBehavior behavior) {
        return new Arrangement(
                collection,
                behavior,
                in.optional("proration_behavior").choice(PRORATION, ProrationBehavior.NONE),
                in.optional("payment_terms").choice(TERMS),
                in.optional("gateway_payment_method_id").text(SHORT),
                commitment(in),
                trialDays(in));
    }

    private static @Nullable Integer trialDays(Fields in) {
        Long days = in.optional("trial_period_days").integer(0, TRIAL_DAYS_MAX);
        return days == null || days == 0 ? null : Math.toIntExact(days);
    }

    /** What is promised of the whole subscription; the caller has to check the fields. */
    static @Nullable SpendCommitment commitment(Fields in) {
        BigDecimal amount = in.optional("commitment_amount").amount();
        BigDecimal factor = in.optional("overage_factor").amount();
        PeriodUnit duration = in.optional("commitment_duration").choice(PERIODS);
        Boolean asked = in.optional("enable_true_up").truth();
        boolean trueUp = Boolean.TRUE.equals(asked);
        if (amount != null) {
            return new SpendCommitment(
                    amount,
                    factor == null ? BigDecimal.ONE : factor,
                    duration,
                    trueUp
                            ? SpendCommitment.Shortfall.CHARGED
                            : SpendCommitment.Shortfall.FORGIVEN);
        }
        if (factor != null || duration != null || trueUp) {
            in.complain(
                    "commitment_amount",
                    "an amount, where overage_factor, commitment_duration or enable_true_up is",
                    "none");
        }
        return null;
    }

    private static <E extends Enum<E>> Choice<E> words(Class<E> type) {
        return Choice.of(type, value -> value.name().toLowerCase(Locale.ROOT));
    }

    private static void unsupported(Fields in) {
        in.refuseUnsupported("trial_start", "trial_end", "parent_subscription_id");
    }
}

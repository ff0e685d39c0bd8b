package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new subscription by which a customer shares one that is there: it has nothing of its own, so
 * that all it can say is whom it is for, and what it expects to share.
 *
 * @param parent the id of the subscription that is shared
 * @param customerId or {@code externalCustomerId}, one of them is there
 * @param start absent for now
 */
record Joining(
        String parent,
        @Nullable String customerId,
        @Nullable String externalCustomerId,
        String planId,
        Sale.Asked sale,
        @Nullable BillingCycle cycle,
        @Nullable Instant start) {
    static final String PARENT = "parent_subscription_id";
    private static final Set<String> OWN =
            Set.of(
                    "customer_id",
                    "external_customer_id",
                    "plan_id",
                    "currency",
                    "billing_period",
                    "billing_period_count",
                    "billing_cycle",
                    "start_date",
                    "inheritance");

    /** Whether this is asked for. */
    static boolean isWished(Fields in) {
        return in.names().contains("inheritance")
                && in.document().path("inheritance").path(PARENT).isString()
                && !in.document().path("inheritance").path(PARENT).stringValue().isEmpty();
    }

    /** Errors: ProblemException (400) naming the fields. */
    static Joining of(Fields in) {
        SubscriptionRequest.Whom whom = SubscriptionRequest.Whom.of(in);
        String plan = in.required("plan_id").text(Wishes.SHORT);
        Sale.Asked sale = SubscriptionRequest.sale(in);
        BillingCycle cycle = in.optional("billing_cycle").choice(SubscriptionRequest.CYCLES);
        Instant start = in.optional("start_date").instant();
        String parent = "";
        Fields wished = in.required("inheritance").object();
        if (wished != null) {
            parent = wished.required(PARENT).text(Wishes.SHORT);
            wished.refuse(
                    "since it is the one that is shared that has them",
                    "invoicing_customer_external_id",
                    InheritanceRequest.HEIRS,
                    InheritanceRequest.CHILDREN,
                    InheritanceRequest.GROUPED);
        }
        in.refuse(
                "since it has nothing but what it shares",
                in.names().stream()
                        .filter(name -> !OWN.contains(name))
                        .sorted()
                        .toArray(String[]::new));
        in.check();
        return new Joining(
                parent, whom.customerId(), whom.externalCustomerId(), plan, sale, cycle, start);
    }

    /** Errors: ProblemException (400) if something else is shared than was expected. */
    void requireFits(SubscriptionTerms shared, Instant now) {
        require("plan_id", planId, shared.planId().value());
        if (sale.currency() != null) {
            require("currency", sale.currency().code(), shared.currency().code());
        }
        if (sale.period() != null) {
            require("billing_period", sale.period().name(), shared.billingPeriod().name());
        }
        if (sale.count() != null) {
            require(
                    "billing_period_count",
                    Integer.toString(sale.count()),
                    Integer.toString(shared.billingPeriodCount()));
        }
        if (cycle != null) {
            require("billing_cycle", cycle.name(), shared.billingCycle().name());
        }
        if (start != null && !start.equals(now)) {
            throw refused(
                    "start_date",
                    "none: who joins shares it from now on, " + now,
                    start.toString());
        }
    }

    private static void require(String field, String got, String shared) {
        if (!got.equals(shared)) {
            throw refused(field, "'%s', as what is shared has".formatted(shared), "'" + got + "'");
        }
    }
}

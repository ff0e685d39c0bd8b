package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.flexprice.entitlement.OverriddenEntitlements;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.api.request.Fields;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionTerms;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is to begin together with the one that it is invoiced with: its plan, and
 * what it agrees on that, are its own; when and how long it is billed is told by the other.
 *
 * @param commitment absent for none
 */
record ChildRequest(
        String externalCustomerId,
        String planId,
        CreationWishes wishes,
        @Nullable SpendCommitment commitment,
        List<TaxOverrides.Wish> taxes,
        List<OverriddenEntitlements.Wish> entitlements) {
    ChildRequest {
        taxes = List.copyOf(taxes);
        entitlements = List.copyOf(entitlements);
    }

    /** The caller has to check the fields. */
    static ChildRequest of(Fields in) {
        in.refuse(
                "since what is invoiced together is charged from its beginning on",
                "trial_period_days");
        return new ChildRequest(
                in.required("external_customer_id").text(Wishes.SHORT),
                in.required("plan_id").text(Wishes.SHORT),
                CreationWishes.of(in),
                SubscriptionRequest.commitment(in),
                TaxOverrides.of(in),
                OverriddenEntitlements.of(in));
    }

    /** The same, as it is wished for beside this one. */
    SubscriptionRequest beside(SubscriptionTerms parent) {
        Arrangement arranged = parent.arranged();
        return new SubscriptionRequest(
                null,
                externalCustomerId,
                planId,
                new Sale.Asked(
                        parent.currency(), parent.billingPeriod(), parent.billingPeriodCount()),
                parent.billingCycle(),
                parent.startDate(),
                parent.endDate(),
                parent.billingAnchor(),
                wishes,
                null,
                Map.of(),
                SubscriptionRequest.Beginning.ACTIVE,
                parent.timezone(),
                new Arrangement(
                        arranged.collectionMethod(),
                        PaymentBehavior.DEFAULT_ACTIVE,
                        arranged.prorationBehavior(),
                        arranged.paymentTerms(),
                        arranged.paymentMethodId(),
                        commitment,
                        null),
                InheritanceRequest.ALONE,
                null);
    }
}

package io.tallybook.core.subscription;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.usage.Sharer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * With whom a subscription stands together, where it does.
 *
 * @param invoicingCustomerId who gets its invoices; absent for its customer
 * @param parentId the subscription that it is inherited from; absent of one with lines of its own
 * @param heirs who shares it or did, in the order in which they came
 */
public record Family(
        @Nullable CustomerId invoicingCustomerId,
        @Nullable SubscriptionId parentId,
        List<Heir> heirs) {
    /** One that stands alone. */
    public static final Family NONE = new Family(null, null, List.of());

    public Family {
        heirs = List.copyOf(Objects.requireNonNullElse(heirs, List.of()));
    }

    /** One whose invoices go to another customer. */
    public static Family paidBy(CustomerId payer) {
        return new Family(payer, null, List.of());
    }

    /** The same, shared with these. */
    public Family with(List<Heir> all) {
        return new Family(invoicingCustomerId, parentId, all);
    }

    /** The same after some came and others went. */
    Family after(SubscriptionEvent.HeirsChanged change) {
        List<Heir> all = new ArrayList<>();
        for (Heir heir : heirs) {
            all.add(
                    heir.shares() && change.removed().contains(heir.subscriptionId())
                            ? heir.ended(change.changedAt())
                            : heir);
        }
        all.addAll(change.added());
        return with(all);
    }

    /** Those who share it now. */
    public List<Heir> present() {
        return heirs.stream().filter(Heir::shares).toList();
    }

    List<Sharer> sharers() {
        return heirs.stream().map(Heir::sharer).toList();
    }

    /**
     * What the inherited subscription of an heir agrees to: the plan and the periods of the one
     * that it is inherited from, without lines of its own.
     */
    public static SubscriptionTerms inherited(
            SubscriptionId parent, SubscriptionTerms terms, Heir heir) {
        return new SubscriptionTerms(
                        heir.customerId(),
                        heir.externalCustomerId(),
                        terms.planId(),
                        terms.currency(),
                        heir.from(),
                        null,
                        terms.billingAnchor(),
                        terms.billingCycle(),
                        terms.billingPeriod(),
                        terms.billingPeriodCount(),
                        terms.timezone(),
                        terms.conventions(),
                        List.of(),
                        null,
                        Map.of())
                .with(new Family(terms.payer(), parent, List.of()));
    }
}

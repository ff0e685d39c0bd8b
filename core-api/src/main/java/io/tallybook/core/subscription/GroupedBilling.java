package io.tallybook.core.subscription;

import io.tallybook.core.Rejection;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Optional;

/**
 * When the periods of two subscriptions end together, so that one invoice can charge both. The
 * decision and whoever finds out early both ask here.
 */
public final class GroupedBilling {
    /** Which field names the subscriptions that are to be grouped. */
    public static final String CHILDREN = "child_subscription_ids";

    /** Five years of months, beyond every leap day: what agrees so long agrees for good. */
    private static final int BOUNDARIES = 60;

    private GroupedBilling() {}

    /** The period of a subscription that ends at a moment, or in the midst of which that lies. */
    public static int indexUntil(SubscriptionTerms terms, Instant end) {
        return SubscriptionPeriods.endless(terms).indexAt(end.minusNanos(1));
    }

    /** The period of a subscription that begins at a moment, or in the midst of which that lies. */
    public static int indexFrom(SubscriptionTerms terms, Instant start) {
        return SubscriptionPeriods.endless(terms).indexAt(later(start, terms.startDate()));
    }

    /**
     * What stands against invoicing one together with another.
     *
     * @param openSince the start of the parent's open period
     */
    public static Optional<Rejection> broken(
            SubscriptionId id,
            SubscriptionTerms child,
            SubscriptionId parentId,
            SubscriptionTerms parent,
            Instant openSince) {
        if (id.equals(parentId)) {
            return refused(id, "other subscriptions than the one that they are grouped with");
        }
        if (child.type() != SubscriptionType.STANDALONE || !child.related().heirs().isEmpty()) {
            return refused(
                    id,
                    "subscriptions that stand alone, and not one of type "
                            + child.type().name().toLowerCase(java.util.Locale.ROOT));
        }
        if (!child.currency().equals(parent.currency())) {
            return refused(id, "subscriptions in %s, as the parent".formatted(parent.currency()));
        }
        if (child.billingPeriod() != parent.billingPeriod()
                || child.billingPeriodCount() != parent.billingPeriodCount()) {
            return refused(
                    id,
                    "subscriptions that are billed every %d %s, as the parent"
                            .formatted(parent.billingPeriodCount(), parent.billingPeriod()));
        }
        if (!child.timezone().equals(parent.timezone())) {
            return refused(
                    id,
                    "subscriptions in the time zone %s, as the parent"
                            .formatted(parent.timezone()));
        }
        if (child.conventions() != parent.conventions()) {
            return refused(
                    id,
                    "subscriptions with the conventions %s, as the parent"
                            .formatted(parent.conventions()));
        }
        if (isTried(child, openSince) || isTried(parent, openSince)) {
            return refused(id, "subscriptions whose trial is over, as that of the parent");
        }
        return endTogether(child, parent, openSince)
                ? Optional.empty()
                : refused(id, "subscriptions whose periods end when those of the parent do");
    }

    private static boolean isTried(SubscriptionTerms terms, Instant openSince) {
        return SubscriptionPeriods.of(terms)
                .trial()
                .filter(trial -> trial.end().isAfter(openSince))
                .isPresent();
    }

    private static boolean endTogether(
            SubscriptionTerms child, SubscriptionTerms parent, Instant openSince) {
        Instant from = later(openSince, later(child.startDate(), parent.startDate()));
        SubscriptionPeriods own = SubscriptionPeriods.endless(child);
        SubscriptionPeriods others = SubscriptionPeriods.endless(parent);
        int first = own.indexAt(from);
        int beside = others.indexAt(from);
        for (int n = 0; n < BOUNDARIES; n++) {
            BillingPeriod period = own.period(first + n);
            if (!period.end().equals(others.period(beside + n).end())) {
                return false;
            }
        }
        return true;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Optional<Rejection> refused(SubscriptionId id, String expected) {
        return Optional.of(Rejection.field(CHILDREN, id.value(), expected));
    }
}

package io.tallybook.core.subscription;

import io.tallybook.core.customer.CustomerId;
import org.jspecify.annotations.Nullable;

/**
 * That the periods of a subscription are invoiced together with those of another, its parent.
 *
 * <p>Which period is on whose invoice is told by its number, not by a moment: a period is on the
 * parent's invoice whole, or not at all.
 *
 * @param payer who gets the parent's invoices
 * @param fromIndex the first period that is
 * @param untilIndex the first one that is not any more; absent while that is open
 */
public record GroupMembership(
        SubscriptionId parentId, CustomerId payer, int fromIndex, @Nullable Integer untilIndex) {
    /** Whether it lasts. */
    public boolean lasts() {
        return untilIndex == null;
    }

    /** Whether a period is invoiced with the parent. */
    public boolean covers(int index) {
        return fromIndex <= index && (untilIndex == null || index < untilIndex);
    }

    /** The same, up to a period. */
    GroupMembership until(int index) {
        return new GroupMembership(parentId, payer, fromIndex, index);
    }
}

package io.tallybook.core.plansync;

import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.List;

/**
 * What one subscription lacks to be in step with its plan.
 *
 * @param begins the prices that it will be charged, each from when
 * @param ends the prices that it will no longer be charged, each from when
 */
public record PlannedChange(
        SubscriptionId subscriptionId, List<PriceMove> begins, List<PriceMove> ends) {
    public PlannedChange {
        begins = List.copyOf(begins);
        ends = List.copyOf(ends);
    }

    /** A price that begins or ends for a subscription. */
    public record PriceMove(PriceId priceId, Instant at) {}

    /** Whether nothing is lacking. */
    public boolean isInStep() {
        return begins.isEmpty() && ends.isEmpty();
    }
}

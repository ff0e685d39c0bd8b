package io.tallybook.core.subscription;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.usage.Sharer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer who shares the subscription of another.
 *
 * @param subscriptionId its own, inherited subscription, which shows that it does
 * @param from since when
 * @param until when it ended; absent while it lasts
 */
public record Heir(
        CustomerId customerId,
        String externalCustomerId,
        SubscriptionId subscriptionId,
        Instant from,
        @Nullable Instant until) {

    /** Whether it still does. */
    public boolean shares() {
        return until == null;
    }

    /** The same from another moment on. */
    public Heir since(Instant moment) {
        return new Heir(customerId, externalCustomerId, subscriptionId, moment, until);
    }

    /** The same, no longer than this. */
    public Heir ended(Instant moment) {
        return new Heir(customerId, externalCustomerId, subscriptionId, from, moment);
    }

    Sharer sharer() {
        return new Sharer(externalCustomerId, from, until);
    }
}

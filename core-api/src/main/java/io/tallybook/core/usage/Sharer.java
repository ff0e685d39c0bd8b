package io.tallybook.core.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whose usage counts with that of another.
 *
 * @param from the first moment whose usage does
 * @param until the first one whose usage does not any more; absent without end
 */
public record Sharer(String externalCustomerId, Instant from, @Nullable Instant until) {
    /** Whether usage of this customer at this moment counts by it. */
    public boolean counts(String customer, Instant moment) {
        return externalCustomerId.equals(customer)
                && !moment.isBefore(from)
                && (until == null || moment.isBefore(until));
    }
}

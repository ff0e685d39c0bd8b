package io.tallybook.core.subscription;

import io.tallybook.domain.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was paid in advance and is not served.
 *
 * @param amount the sum of the parts
 * @param excess what of it goes to the customer's wallet, since the first invoice of a successor
 *     cannot take it; absent for all, where nothing takes the place of what has ended
 */
public record Unspent(List<Amendment.Unused> parts, Money amount, @Nullable Money excess) {
    public Unspent {
        parts = List.copyOf(parts);
    }

    /** All of which goes to the wallet. */
    public Unspent(List<Amendment.Unused> parts, Money amount) {
        this(parts, amount, null);
    }

    public Money toWallet() {
        return excess == null ? amount : excess;
    }
}

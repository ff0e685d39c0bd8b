package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.domain.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was really paid of what is not used.
 *
 * @param parts what of each part was paid, in their order
 * @param amount what of the amount that was asked for was paid
 * @param awaited the draft that charges some of it, or the subscription whose next invoice will:
 *     until that is final, it counts by its price; absent where all is known
 */
public record PaidUnused(List<Amendment.Unused> parts, Money amount, @Nullable EntityId awaited) {
    public PaidUnused {
        parts = List.copyOf(parts);
    }
}

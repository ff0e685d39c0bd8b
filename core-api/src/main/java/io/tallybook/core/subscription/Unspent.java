package io.tallybook.core.subscription;

import io.tallybook.domain.money.Money;
import java.util.List;

/**
 * What was paid in advance and is not served.
 *
 * @param amount the sum of the parts
 */
public record Unspent(List<Amendment.Unused> parts, Money amount) {
    public Unspent {
        parts = List.copyOf(parts);
    }
}

package io.tallybook.core.subscription;

import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has promised to spend on usage.
 *
 * @param amount in the subscription's currency
 * @param overageFactor what is beyond it costs so many times its price
 * @param duration over which it is counted; absent for each billing period
 */
public record SpendCommitment(
        BigDecimal amount,
        BigDecimal overageFactor,
        @Nullable PeriodUnit duration,
        Shortfall shortfall) {

    /** What becomes of what was promised and not spent. */
    public enum Shortfall {
        CHARGED,
        FORGIVEN
    }
}

package io.tallybook.core.wallet;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of credits that are left at their last moment: they last once more, until another.
 *
 * @param cap the most credits that do; absent for all of them
 * @param until their last moment then
 */
public record Carry(@Nullable BigDecimal cap, Instant until) {
    /** How many of those left last. */
    public BigDecimal of(BigDecimal left) {
        return cap == null ? left : left.min(cap);
    }
}

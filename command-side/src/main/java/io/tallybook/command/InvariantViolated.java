package io.tallybook.command;

import io.tallybook.core.EntityId;

/** Something that must always hold does not: never a matter of input. */
public final class InvariantViolated extends RuntimeException {
    /**
     * @param invariant its name, as {@code credits_within_creditable}
     * @param left what is
     * @param right what it must agree with
     */
    public InvariantViolated(String invariant, EntityId id, Object left, Object right) {
        super("invariant " + invariant + " of " + id.value() + ": " + left + " against " + right);
    }
}

package io.tallybook.core.plansync;

import org.jspecify.annotations.Nullable;

/**
 * What became of one subscription.
 *
 * @param problem why it could not be changed; there if and only if it failed
 */
public record SyncResult(PlannedChange change, Outcome outcome, @Nullable String problem) {
    /** How it ended. */
    public enum Outcome {
        /** It lacked something and has it now. */
        CHANGED,
        /** It lacked nothing. */
        IN_STEP,
        /** It lacked something and could not be given it. */
        FAILED
    }
}

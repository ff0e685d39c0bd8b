package io.tallybook.core.duework;

import io.tallybook.core.Scope;
import java.time.Instant;

/** What can be asked of the due work of an environment. */
public sealed interface DueWorkCommand {
    /**
     * Performs everything that is due at or before a moment, in the order of its due time, and
     * answers with a {@link Report} when it is done.
     */
    record PerformUpTo(Scope scope, Instant upTo) implements DueWorkCommand {}

    /**
     * What was done.
     *
     * @param performed how many pieces of work were done
     * @param open how many pieces are still due, because they failed or took too long; they are
     *     tried again
     * @param firstOpen the first of them, as text for a person; empty when there is none
     */
    record Report(int performed, int open, String firstOpen) {}
}

package io.tallybook.sagas;

import io.tallybook.core.Receipt;
import io.tallybook.core.Rejection;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface Answer {
    /**
     * Its events are stored, or were before.
     *
     * @param receipt which version stands then; absent of a command that says nothing of it
     */
    record Accepted(@Nullable Receipt receipt) implements Answer {
        /** Of which nothing else is known. */
        public Accepted() {
            this(null);
        }
    }

    /** It breaks a rule; to repeat it is of no use until something else changes. */
    record Refused(Rejection rejection) implements Answer {}
}

package io.tallybook.sagas;

import io.tallybook.core.Rejection;

/** What became of a command. */
public sealed interface Answer {
    /** Its events are stored, or were before. */
    record Accepted() implements Answer {}

    /** It breaks a rule; to repeat it is of no use until something else changes. */
    record Refused(Rejection rejection) implements Answer {}
}

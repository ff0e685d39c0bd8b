package io.tallybook.sagas.duework;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import java.time.Instant;

/** What an event does to what is owed. Each may be applied again without harm. */
sealed interface DueChange {
    /** This is owed from now on, or at another moment than before. */
    record Owe(Scope scope, Instant dueAt, Duty duty) implements DueChange {}

    /** What is owed already is due at another moment. */
    record Reschedule(DueKind kind, EntityId subject, Instant dueAt) implements DueChange {}

    /** What was postponed because of this is due now. */
    record Free(EntityId waitedFor, Instant dueAt) implements DueChange {}

    /** This promise is kept. */
    record Settle(DueKind kind, EntityId subject, int index) implements DueChange {}

    /** None of this kind from {@code fromIndex} on is owed any more. */
    record SettleFrom(DueKind kind, EntityId subject, int fromIndex) implements DueChange {}
}

package io.tallybook.sagas.duework;

import io.tallybook.core.Command;
import io.tallybook.core.EntityId;
import java.time.Instant;

/** A due item, ready to be performed or not. */
public sealed interface Prepared {
    DueItem item();

    /** It is performed by this command, which may be repeated. */
    record Ready(DueItem item, Command command) implements Prepared {}

    /**
     * It is not to be done yet: it is due again at a moment, or when what it waits for has come.
     */
    record Postponed(DueItem item, Instant until, EntityId waitsFor) implements Prepared {}

    /** There is nothing left to be done: what it was for has not come, or is done. */
    record Moot(DueItem item) implements Prepared {}

    /** What it needs is not there; it is tried again. */
    record Unready(DueItem item, String reason) implements Prepared {}
}

package io.tallybook.sagas.duework;

import io.tallybook.core.Command;

/** A due item, ready to be performed or not. */
public sealed interface Prepared {
    DueItem item();

    /** It is performed by this command, which may be repeated. */
    record Ready(DueItem item, Command command) implements Prepared {}

    /** What it needs is not there; it is tried again. */
    record Unready(DueItem item, String reason) implements Prepared {}
}

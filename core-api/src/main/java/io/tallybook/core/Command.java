package io.tallybook.core;

import java.time.Instant;

/** A wish that may be refused. */
public interface Command {
    /** Whose data is meant; an entity of another scope is answered as not found. */
    Scope scope();

    /**
     * The moment at which it takes effect, read from the environment's clock by the shell that
     * sends it.
     */
    Instant at();
}

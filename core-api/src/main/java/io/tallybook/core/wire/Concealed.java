package io.tallybook.core.wire;

import java.util.Set;

/**
 * An event some of whose fields are for the program alone: they are stored and never shown, not in
 * the history either.
 */
public interface Concealed {
    /** The names of the fields that are not shown. */
    Set<String> concealed();
}

package io.tallybook.core.wire;

import io.tallybook.core.EntityId;

/**
 * An event some of whose fields name a person. In the store they are one sealed field, which the
 * key of that person opens; in the program they are themselves.
 */
public interface Sealed {
    /** Whose key seals them. */
    EntityId sealedFor();
}

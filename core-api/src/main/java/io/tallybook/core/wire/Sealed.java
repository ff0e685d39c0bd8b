package io.tallybook.core.wire;

import io.tallybook.core.EntityId;
import java.util.List;

/**
 * An event some of whose fields name a person. In the store they are one sealed field, which the
 * key of that person opens; in the program they are themselves.
 */
public interface Sealed {
    /** The fields that are sealed. */
    List<String> FIELDS = List.of("personal", "metadata");

    /** Whose key seals them. */
    EntityId sealedFor();
}

package io.tallybook.core.wire.upcast.access;

import java.util.Set;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code user.created} and {@code user.updated} of version 1, in which the address and the
 * name were in the clear. The fields are the same; they stay open, since no seal can be made in
 * reading, and deleting the user rewrites them.
 */
public final class User1To2 extends SingleEventUpcaster {
    private static final Set<String> NAMES = Set.of("user.created", "user.updated");

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return NAMES.contains(event.getType().getName())
                && "1".equals(event.getType().getRevision());
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcastPayload(
                new SimpleSerializedType(event.getType().getName(), "2"),
                JsonNode.class,
                before -> before);
    }
}

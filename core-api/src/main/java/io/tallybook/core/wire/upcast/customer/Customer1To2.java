package io.tallybook.core.wire.upcast.customer;

import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.wire.Wire;
import java.util.Set;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code customer.created} and {@code customer.updated} of version 1: personal data was in
 * the clear, and nothing was agreed besides the time zone.
 *
 * <p>The fields stay open, since no seal can be made in reading; an erasure rewrites them.
 */
public final class Customer1To2 extends SingleEventUpcaster {
    private static final Set<String> NAMES = Set.of("customer.created", "customer.updated");

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
                before -> {
                    ObjectNode after = (ObjectNode) before.deepCopy();
                    ObjectNode personal = (ObjectNode) after.get("personal");
                    personal.putArray("taxIds");
                    personal.putArray("providers");
                    after.set("terms", Wire.mapper().valueToTree(CustomerTerms.NONE));
                    return after;
                });
    }
}

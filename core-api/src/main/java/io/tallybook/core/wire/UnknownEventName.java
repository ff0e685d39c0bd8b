package io.tallybook.core.wire;

import org.axonframework.serialization.SerializationException;

/**
 * The store holds an event that this program does not know: it must not be passed over in silence.
 */
public class UnknownEventName extends SerializationException {
    public UnknownEventName(String name, String version) {
        super(
                "the event store holds '"
                        + name
                        + "' version '"
                        + version
                        + "', which this program does not know: a newer program wrote it, or its"
                        + " upcaster is missing");
    }
}

package io.tallybook.core.wire;

import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/**
 * Writes events under their stable names and refuses to read one that it does not know.
 *
 * <p>Axon's own serializer stores class names, and hands an event whose class is gone to nobody:
 * the aggregate then loads as if it had never happened.
 */
public final class EventSerializer extends Jackson3Serializer {
    private EventSerializer(Jackson3Serializer.Builder builder) {
        super(builder);
    }

    public static EventSerializer create() {
        return new EventSerializer(
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure));
    }

    @Override
    @SuppressWarnings("rawtypes") // as Axon declares it
    public SerializedType typeForClass(Class type) {
        return EventNames.of((Class<?>) type)
                .<SerializedType>map(name -> new SimpleSerializedType(name.name(), name.version()))
                .orElseGet(() -> super.typeForClass(type));
    }

    @Override
    protected String resolveClassName(SerializedType type) {
        String name = type.getName();
        if (name.startsWith("org.axonframework.") || name.startsWith("java.")) {
            return name; // the metadata, and what Axon keeps for itself
        }
        return EventNames.of(name)
                .filter(known -> known.version().equals(type.getRevision()))
                .map(known -> known.type().getName())
                .orElseThrow(() -> new UnknownEventName(name, String.valueOf(type.getRevision())));
    }
}

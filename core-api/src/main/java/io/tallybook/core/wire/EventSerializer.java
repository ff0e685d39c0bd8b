package io.tallybook.core.wire;

import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events under their stable names and refuses to read one that it does not know. What of an
 * event names a person is sealed here on its way into the store and opened on its way out: the one
 * border that no copy of the store can be read behind.
 *
 * <p>Axon's own serializer stores class names, and hands an event whose class is gone to nobody:
 * the aggregate then loads as if it had never happened.
 */
public final class EventSerializer extends Jackson3Serializer {
    private static final String SEALED = "sealed";
    private static final JsonMapper WIRE = Wire.mapper();

    private final PersonalKeys keys;
    private final SealedBox box;
    private final LongEvents longEvents = new LongEvents();

    private EventSerializer(Jackson3Serializer.Builder builder, PersonalKeys keys, SealedBox box) {
        super(builder);
        this.keys = keys;
        this.box = box;
    }

    public static EventSerializer create(PersonalKeys keys, SealedBox box) {
        return new EventSerializer(
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure),
                keys,
                box);
    }

    /** For events that do not outlive the program: their keys are gone with it as well. */
    public static EventSerializer createInMemory() {
        return create(new KeysInMemory(SealedBox::freshKey), SealedBox.create());
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> form) {
        if (!(object instanceof Sealed sealed)) {
            return known(object, super.serialize(object, form));
        }
        SerializedType type = typeForClass(object.getClass());
        ObjectNode event = WIRE.valueToTree(object);
        seal(sealed.sealedFor().value(), of(object.getClass()), event);
        return getConverter()
                .convert(
                        new SimpleSerializedObject<>(
                                WIRE.writeValueAsBytes(event), byte[].class, type),
                        form);
    }

    private <T> SerializedObject<T> known(Object event, SerializedObject<T> written) {
        if (LongEvents.isLong(written.getData())) {
            longEvents.written(written.getType(), (byte[]) written.getData(), event);
        }
        return written;
    }

    private static Seal of(Class<?> event) {
        return Seal.of(event)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "nothing says which fields are sealed of " + event));
    }

    private void seal(String owner, Seal fields, ObjectNode event) {
        switch (keys.of(owner)) {
            case PersonalKeys.Key.Held(var secret) -> {
                ObjectNode inner = fields.take(event);
                event.put(SEALED, box.seal(secret, owner, WIRE.writeValueAsBytes(inner)));
            }
            case PersonalKeys.Key.Destroyed() ->
                    throw new IllegalStateException(
                            "the key of " + owner + " was destroyed, nothing can be sealed for it");
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as Axon declares it
    public <S, T> T deserialize(SerializedObject<S> object) {
        Class<?> type = sealedType(object);
        if (type == null) {
            return LongEvents.isLong(object.getData())
                    ? (T)
                            longEvents.read(
                                    object.getType(),
                                    (byte[]) object.getData(),
                                    () -> super.deserialize(object))
                    : super.deserialize(object);
        }
        byte[] bytes = getConverter().convert(object, byte[].class).getData();
        ObjectNode event = (ObjectNode) WIRE.readTree(bytes);
        JsonNode seal = event.get(SEALED);
        if (seal != null) {
            open(event, seal.asString(), object.getType().getName(), of(type));
        }
        return (T) WIRE.treeToValue(event, type);
    }

    private @Nullable Class<?> sealedType(SerializedObject<?> object) {
        return EventNames.of(object.getType().getName())
                .filter(name -> name.version().equals(object.getType().getRevision()))
                .map(EventNames.Name::type)
                .filter(Sealed.class::isAssignableFrom)
                .orElse(null);
    }

    private void open(ObjectNode event, String seal, String name, Seal fields) {
        event.remove(SEALED);
        JsonNode named = event.get(fields.owner());
        if (named == null) {
            throw new IllegalStateException("a sealed " + name + " does not say for whom");
        }
        String owner = named.asString();
        switch (keys.of(owner)) {
            case PersonalKeys.Key.Held(var secret) ->
                    fields.put(event, WIRE.readTree(SealedBox.open(secret, owner, seal)));
            case PersonalKeys.Key.Destroyed() -> fields.putErased(event);
        }
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

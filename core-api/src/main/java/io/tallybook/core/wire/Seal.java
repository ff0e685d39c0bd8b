package io.tallybook.core.wire;

import static java.util.Map.entry;

import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.PersonalData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which fields of an event are sealed, and what stands in their place once the key was destroyed.
 *
 * @param owner the field that says whose key seals them
 * @param erased by the path of each field, its names parted by dots
 */
record Seal(String owner, Map<String, Object> erased) {
    private static final JsonMapper WIRE = Wire.mapper();

    private static final Seal OF_CUSTOMER =
            new Seal("customerId", "personal", PersonalData.ERASED, "metadata", Map.of());

    private static final Map<Class<?>, Seal> SEALS =
            Map.ofEntries(
                    entry(CustomerEvent.Created.class, OF_CUSTOMER),
                    entry(CustomerEvent.Updated.class, OF_CUSTOMER),
                    entry(
                            UserEvent.Created.class,
                            new Seal(
                                    "userId",
                                    "user.profile",
                                    UserProfile.ERASED,
                                    "user.metadata",
                                    Map.of())),
                    entry(
                            UserEvent.Updated.class,
                            new Seal(
                                    "userId",
                                    "profile",
                                    UserProfile.ERASED,
                                    "metadata",
                                    Map.of())));

    private Seal(String owner, String one, Object erased, String other, Object alsoErased) {
        this(owner, ordered(one, erased, other, alsoErased));
    }

    // The order is part of what is sealed, and of the golden files.
    private static Map<String, Object> ordered(
            String one, Object erased, String other, Object alsoErased) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(one, erased);
        fields.put(other, alsoErased);
        return fields;
    }

    static Optional<Seal> of(Class<?> event) {
        return Optional.ofNullable(SEALS.get(event));
    }

    /** Takes the sealed fields out of an event, each under its path. */
    ObjectNode take(ObjectNode event) {
        ObjectNode inner = WIRE.createObjectNode();
        erased.keySet().forEach(path -> inner.set(path, holder(event, path).remove(name(path))));
        return inner;
    }

    /** Puts them back. */
    void put(ObjectNode event, JsonNode inner) {
        inner.properties()
                .forEach(
                        field ->
                                holder(event, field.getKey())
                                        .set(name(field.getKey()), field.getValue()));
    }

    void putErased(ObjectNode event) {
        erased.forEach(
                (path, value) -> holder(event, path).set(name(path), WIRE.valueToTree(value)));
    }

    private static ObjectNode holder(ObjectNode event, String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? event : (ObjectNode) event.get(path.substring(0, dot));
    }

    private static String name(String path) {
        return path.substring(path.indexOf('.') + 1);
    }
}

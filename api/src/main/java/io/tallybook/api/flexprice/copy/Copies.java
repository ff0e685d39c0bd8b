package io.tallybook.api.flexprice.copy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import io.tallybook.core.View;
import io.tallybook.core.wire.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * What was copied so far, and under which id: a document that is copied later refers to the copies.
 *
 * <p>An id follows from the copy's purpose and from its original, so that the same copying, begun
 * again after a crash, makes the same things and none of them twice.
 */
final class Copies {

    private static final JsonMapper WIRE = Wire.mapper();

    private final String purpose;
    private final Map<String, String> ids = new HashMap<>();

    Copies(String purpose) {
        this.purpose = purpose;
    }

    /** The id of the copy of {@code original}, which what is copied after it will refer to. */
    <I extends EntityId> I id(View original, Function<Ulid, I> make) {
        I copy =
                make.apply(
                        Ulid.derived(original.stamp().createdAt(), purpose, original.id().value()));
        stands(original.id(), copy);
        return copy;
    }

    /** Notes that {@code copy} is what {@code original} is where it is copied to. */
    void stands(EntityId original, EntityId copy) {
        ids.put(original.value(), copy.value());
    }

    /** A document as it is, but with every id of what was copied replaced by its copy's. */
    <D> D of(D document, Class<D> type) {
        return WIRE.treeToValue(replaced(WIRE.valueToTree(document)), type);
    }

    /** As {@link #of}, without the name that only one thing of an environment may have. */
    <D> D unnamed(D document, Class<D> type) {
        JsonNode tree = replaced(WIRE.valueToTree(document));
        if (tree instanceof ObjectNode object) {
            object.putNull("lookupKey");
        }
        return WIRE.treeToValue(tree, type);
    }

    private JsonNode replaced(JsonNode node) {
        switch (node) {
            case ObjectNode object ->
                    object.propertyNames().stream()
                            .toList()
                            .forEach(name -> object.set(name, replaced(object.get(name))));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, replaced(array.get(i)));
                }
            }
            case StringNode text -> {
                String copy = copyOf(text.stringValue());
                return copy == null ? text : StringNode.valueOf(copy);
            }
            default -> {}
        }
        return node;
    }

    private @Nullable String copyOf(String id) {
        return ids.get(id);
    }
}

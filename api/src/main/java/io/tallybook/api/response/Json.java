package io.tallybook.api.response;

import io.tallybook.core.EntityId;
import io.tallybook.domain.money.DecimalText;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object being written. Every {@code put} writes its key, with {@code null} where there is
 * no value: clients refuse answers in which a key of their model is absent.
 *
 * <p>Decimals travel as text and never pass through a binary floating-point number; {@link #number}
 * is for the few fields that the contract types as numbers.
 */
public final class Json {

    /**
     * Reads and writes without losing a digit: decimals stay decimals, trailing zeroes stay,
     * repeated keys are refused.
     */
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode node = NODES.objectNode();

    private Json() {}

    public static Json object() {
        return new Json();
    }

    public static byte[] bytes(JsonNode node) {
        return MAPPER.writeValueAsBytes(node);
    }

    /** The tree of a map of plain values. */
    public static ObjectNode tree(Map<String, ?> map) {
        return MAPPER.valueToTree(map);
    }

    /** A list of {@code items}, each written by {@code write}. */
    public static <T> ArrayNode list(List<T> items, Function<T, ? extends JsonNode> write) {
        ArrayNode list = NODES.arrayNode(items.size());
        for (T item : items) {
            list.add(write.apply(item));
        }
        return list;
    }

    /**
     * A list that may be long. An item is made when the answer is written, and let go then: a tree
     * takes several times as much memory as its text. Nothing can be read from it before.
     */
    public static <T> JsonNode many(List<T> items, Function<T, ? extends JsonNode> write) {
        return NODES.pojoNode(new Many<>(items, write));
    }

    private record Many<T>(List<T> items, Function<T, ? extends JsonNode> write)
            implements JacksonSerializable {
        @Override
        public void serialize(JsonGenerator out, SerializationContext context) {
            out.writeStartArray(items);
            for (T item : items) {
                write.apply(item).serialize(out, context);
            }
            out.writeEndArray();
        }

        @Override
        public void serializeWithType(
                JsonGenerator out, SerializationContext context, TypeSerializer type) {
            serialize(out, context);
        }
    }

    public ObjectNode node() {
        return node;
    }

    public Json put(String key, @Nullable String value) {
        node.put(key, value);
        return this;
    }

    public Json put(String key, @Nullable Boolean value) {
        node.put(key, value);
        return this;
    }

    public Json put(String key, @Nullable Integer value) {
        node.put(key, value);
        return this;
    }

    public Json put(String key, @Nullable Long value) {
        node.put(key, value);
        return this;
    }

    /** A decimal as canonical text: no exponent, no trailing zeros. */
    public Json put(String key, @Nullable BigDecimal value) {
        node.put(key, value == null ? null : DecimalText.of(value));
        return this;
    }

    /** An amount of money as text, with exactly the decimals of its currency. */
    public Json put(String key, @Nullable Money value) {
        node.put(key, value == null ? null : value.toDecimal().toPlainString());
        return this;
    }

    public Json put(String key, @Nullable EntityId value) {
        node.put(key, value == null ? null : value.value());
        return this;
    }

    /** A time in RFC 3339, in UTC. */
    public Json put(String key, @Nullable Instant value) {
        node.put(key, value == null ? null : value.toString());
        return this;
    }

    /** A decimal as a JSON number, for the fields that the contract types so. */
    public Json number(String key, @Nullable BigDecimal value) {
        node.set(key, value == null ? NODES.nullNode() : NODES.numberNode(value));
        return this;
    }

    public Json set(String key, @Nullable JsonNode value) {
        node.set(key, value == null ? NODES.nullNode() : value);
        return this;
    }

    public <T> Json list(String key, List<T> items, Function<T, ? extends JsonNode> write) {
        node.set(key, list(items, write));
        return this;
    }

    /** As {@link #list}, of what may be {@link #many}. */
    public <T> Json many(String key, List<T> items, Function<T, ? extends JsonNode> write) {
        node.set(key, many(items, write));
        return this;
    }

    /** A map of text to text; {@code null} when unset. */
    public Json map(String key, @Nullable Map<String, String> value) {
        if (value == null) {
            node.putNull(key);
            return this;
        }
        ObjectNode map = node.putObject(key);
        value.forEach(map::put);
        return this;
    }

    public Json texts(String key, @Nullable List<String> value) {
        if (value == null) {
            node.putNull(key);
            return this;
        }
        ArrayNode list = node.putArray(key);
        value.forEach(list::add);
        return this;
    }

    /** Keys whose subject this installation does not have (yet): present, and {@code null}. */
    public Json nulls(String... keys) {
        for (String key : keys) {
            node.putNull(key);
        }
        return this;
    }
}

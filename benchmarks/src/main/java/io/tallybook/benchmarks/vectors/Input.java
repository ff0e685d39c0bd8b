package io.tallybook.benchmarks.vectors;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A JSON object of a case, read leniently: numbers may be texts, absent and null are the same. */
record Input(JsonNode node) {

    boolean has(String name) {
        JsonNode value = node.get(name);
        return value != null && !value.isNull();
    }

    /** The names that it has, null or not. */
    List<String> names() {
        return List.copyOf(node.propertyNames());
    }

    String text(String name) {
        return asText(required(name));
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    BigDecimal decimal(String name) {
        return asDecimal(required(name));
    }

    BigDecimal decimal(String name, String otherwise) {
        return has(name) ? decimal(name) : new BigDecimal(otherwise);
    }

    Optional<BigDecimal> decimalIfAny(String name) {
        return has(name) ? Optional.of(decimal(name)) : Optional.empty();
    }

    /** The figure under the first of these names that there is. */
    BigDecimal firstDecimal(String... names) {
        for (String name : names) {
            if (has(name)) {
                return decimal(name);
            }
        }
        throw missing(String.join(" or ", names));
    }

    int whole(String name) {
        return decimal(name).intValueExact();
    }

    int whole(String name, int otherwise) {
        return has(name) ? whole(name) : otherwise;
    }

    /** Whether the value is true; absent is not. */
    boolean is(String name) {
        return has(name) && required(name).asBoolean();
    }

    boolean isList(String name) {
        return has(name) && required(name).isArray();
    }

    boolean isObject(String name) {
        return has(name) && required(name).isObject();
    }

    Input object(String name) {
        return new Input(required(name));
    }

    List<JsonNode> list(String name) {
        List<JsonNode> values = new ArrayList<>();
        if (has(name)) {
            required(name).forEach(values::add);
        }
        return values;
    }

    List<Input> objects(String name) {
        return list(name).stream().map(Input::new).toList();
    }

    List<BigDecimal> decimals(String name) {
        return list(name).stream().map(Input::asDecimal).toList();
    }

    List<String> texts(String name) {
        return list(name).stream().map(Input::asText).toList();
    }

    static String asText(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** A number, or a text that begins with one. */
    static BigDecimal asDecimal(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return Words.firstNumber(asText(value));
    }

    private JsonNode required(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            throw missing(name);
        }
        return value;
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(
                "input." + name + ": expected a value, there is none in " + node);
    }
}

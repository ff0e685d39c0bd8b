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
        return number(name, required(name));
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

    /** The text under the first of these names that there is. */
    String firstText(String... names) {
        for (String name : names) {
            if (has(name)) {
                return text(name);
            }
        }
        throw missing(String.join(" or ", names));
    }

    int whole(String name) {
        try {
            return decimal(name).intValueExact();
        } catch (ArithmeticException _) {
            throw wrong(name, required(name), "a whole number");
        }
    }

    int whole(String name, int otherwise) {
        return has(name) ? whole(name) : otherwise;
    }

    /** Whether the value is true; absent is not. */
    boolean is(String name) {
        return has(name) && required(name).asBoolean();
    }

    boolean isNumber(String name) {
        return has(name) && required(name).isNumber();
    }

    boolean isList(String name) {
        return has(name) && required(name).isArray();
    }

    boolean isObject(String name) {
        return has(name) && required(name).isObject();
    }

    Input object(String name) {
        return object(name, required(name));
    }

    private static Input object(String name, JsonNode value) {
        if (!value.isObject()) {
            throw wrong(name, value, "an object");
        }
        return new Input(value);
    }

    List<JsonNode> list(String name) {
        List<JsonNode> values = new ArrayList<>();
        if (has(name)) {
            JsonNode list = required(name);
            if (!list.isArray()) {
                throw wrong(name, list, "a list");
            }
            list.forEach(values::add);
        }
        return values;
    }

    /** The two ends of a stretch of time, such as of a period. */
    List<String> ends(String name) {
        List<String> ends = texts(name);
        if (ends.size() != 2) {
            throw wrong(name, required(name), "its start and its end");
        }
        return ends;
    }

    /** As {@link #objects}, where none is not enough. */
    List<Input> someObjects(String name) {
        required(name);
        List<Input> objects = objects(name);
        if (objects.isEmpty()) {
            throw wrong(name, required(name), "at least one");
        }
        return objects;
    }

    List<Input> objects(String name) {
        return list(name).stream().map(value -> object(name, value)).toList();
    }

    List<BigDecimal> decimals(String name) {
        return list(name).stream().map(value -> number(name, value)).toList();
    }

    List<String> texts(String name) {
        return list(name).stream().map(Input::asText).toList();
    }

    static String asText(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** A number, a text that is one, or one that begins with one and goes on after a blank. */
    static BigDecimal asDecimal(JsonNode value) {
        return number("", value);
    }

    private static BigDecimal number(String name, JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isString()) {
            String first = value.stringValue().trim().split(" ", 2)[0];
            try {
                return new BigDecimal(first);
            } catch (NumberFormatException _) {
                throw wrong(name, value, "a number");
            }
        }
        throw wrong(name, value, "a number");
    }

    private static IllegalArgumentException wrong(String name, JsonNode value, String expected) {
        return new IllegalArgumentException(
                "input"
                        + (name.isEmpty() ? "" : "." + name)
                        + ": got "
                        + value
                        + ", expected "
                        + expected);
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

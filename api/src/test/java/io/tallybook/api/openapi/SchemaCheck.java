package io.tallybook.api.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Holds a value to a schema of the description: the types, the words of an enum, no key that the
 * schema does not know, none missing that it requires.
 */
record SchemaCheck(JsonNode document) {

    List<String> faults(JsonNode schema, JsonNode value) {
        List<String> faults = new ArrayList<>();
        check(schema, value, "", faults);
        return faults;
    }

    private void check(JsonNode schema, JsonNode value, String path, List<String> faults) {
        JsonNode reference = schema.path("$ref");
        if (reference.isString()) {
            check(document.at(reference.asString().substring(1)), value, path, faults);
        } else if (schema.has("anyOf")) {
            either(schema.get("anyOf"), value, path, faults);
        } else {
            typed(schema, value, path, faults);
        }
    }

    private void either(JsonNode choices, JsonNode value, String path, List<String> faults) {
        List<String> last = List.of();
        for (JsonNode choice : choices) {
            List<String> own = new ArrayList<>();
            check(choice, value, path, own);
            if (own.isEmpty()) {
                return;
            }
            last = last.isEmpty() ? own : last;
        }
        faults.addAll(last);
    }

    private void typed(JsonNode schema, JsonNode value, String path, List<String> faults) {
        if (!fits(schema.path("type"), value)) {
            faults.add("%s: expected %s, got %s".formatted(path, schema.path("type"), value));
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add("%s: expected one of %s, got %s".formatted(path, schema.get("enum"), value));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.get(i), path + "[" + i + "]", faults);
            }
        }
        if (value.isObject()) {
            object(schema, value, path, faults);
        }
    }

    private void object(JsonNode schema, JsonNode value, String path, List<String> faults) {
        Set<String> known = new HashSet<>(schema.path("properties").propertyNames());
        JsonNode others = schema.path("additionalProperties");
        for (var entry : value.properties()) {
            String at = path + "." + entry.getKey();
            if (known.contains(entry.getKey())) {
                check(schema.get("properties").get(entry.getKey()), entry.getValue(), at, faults);
            } else if (others.isObject()) {
                check(others, entry.getValue(), at, faults);
            } else if (!others.asBoolean(false)) {
                faults.add(at + ": not described");
            }
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asString())) {
                faults.add(path + "." + required.asString() + ": missing");
            }
        }
    }

    private static boolean contains(JsonNode choices, JsonNode value) {
        for (JsonNode choice : choices) {
            if (choice.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) {
                if (fits(one, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (type.asString("")) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> true;
        };
    }
}

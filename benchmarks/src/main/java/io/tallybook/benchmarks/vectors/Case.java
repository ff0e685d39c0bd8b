package io.tallybook.benchmarks.vectors;

import tools.jackson.databind.JsonNode;

/** One row of a file of cases. */
record Case(String id, String area, Input input, JsonNode expected, boolean quirk) {

    /** Errors: IllegalArgumentException naming the part that a case needs and this row lacks. */
    static Case of(JsonNode row) {
        return new Case(
                part(row, "id").asString(),
                part(row, "area").asString(),
                new Input(object(row, "input")),
                object(row, "expected"),
                row.path("quirk").asBoolean(false));
    }

    private static JsonNode part(JsonNode row, String name) {
        JsonNode value = row.get(name);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException(
                    name + ": expected in every case, there is none in " + row);
        }
        return value;
    }

    private static JsonNode object(JsonNode row, String name) {
        JsonNode value = part(row, name);
        if (!value.isObject()) {
            throw new IllegalArgumentException(name + ": got " + value + ", expected an object");
        }
        return value;
    }
}

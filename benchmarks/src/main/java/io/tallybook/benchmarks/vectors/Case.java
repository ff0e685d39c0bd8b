package io.tallybook.benchmarks.vectors;

import tools.jackson.databind.JsonNode;

/** One row of a file of cases. */
record Case(String id, String area, Input input, JsonNode expected, boolean quirk) {

    static Case of(JsonNode row) {
        Input fields = new Input(row);
        return new Case(
                fields.text("id"),
                fields.text("area"),
                fields.object("input"),
                fields.object("expected").node(),
                fields.is("quirk"));
    }
}

package io.tallybook.api.request;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.response.Json;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON object of a request's body. A body without content is an object without fields. */
public final class Body extends Fields {

    private Body(ObjectNode node) {
        super(node, "", false, new Complaints());
    }

    /**
     * Errors: ProblemException (400) saying where the text stops being JSON, or what came instead
     * of an object.
     */
    public static Body of(byte[] content) {
        if (content.length == 0) {
            return new Body(JsonNodeFactory.instance.objectNode());
        }
        JsonNode tree;
        try {
            tree = Json.MAPPER.readTree(content);
        } catch (JacksonException e) {
            throw malformed(e).asException();
        }
        if (tree instanceof ObjectNode object) {
            return new Body(object);
        }
        throw Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "body: expected a JSON object, got "
                                + (tree.isArray() ? "a list" : "a single value"))
                .asException();
    }

    private static Problem malformed(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        int line = at == null ? 1 : Math.max(1, at.getLineNr());
        int column = at == null ? 1 : Math.max(1, at.getColumnNr());
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "body: not valid JSON at line %d, column %d: %s".formatted(line, column, reason(e)),
                Map.of("line", line, "column", column));
    }

    private static String reason(JacksonException e) {
        String text = e.getOriginalMessage();
        if (text == null || !Value.storable(text)) {
            return "unreadable";
        }
        // Behind the parenthesis the parser talks about where it reads from, which is nobody's
        // business.
        String first = text.lines().findFirst().orElse("unreadable");
        int aside = first.indexOf(" (start marker at");
        String line = aside < 0 ? first : first.substring(0, aside);
        return line.length() <= 200
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 150)) + "…";
    }
}

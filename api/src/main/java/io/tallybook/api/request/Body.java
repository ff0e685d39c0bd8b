package io.tallybook.api.request;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.response.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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
        JsonNode tree = tree(content, 1);
        if (tree instanceof ObjectNode object) {
            return new Body(object);
        }
        throw notAnObject(tree).asException();
    }

    /**
     * A body that is itself a list, as an object with this list as its only field.
     *
     * <p>Errors: as {@link #of}.
     */
    public static Body ofList(String name, byte[] content) {
        return new Body(JsonNodeFactory.instance.objectNode().set(name, tree(content, 1)));
    }

    /**
     * A body of one object a line, as an object with the list of them as its only field. Empty
     * lines are passed over.
     *
     * <p>Errors: ProblemException (400) naming the line that is no JSON object.
     */
    public static Body ofLines(String name, byte[] content) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        for (int n = 0; n < lines.size(); n++) {
            if (!lines.get(n).isBlank()) {
                list.add(tree(lines.get(n).getBytes(StandardCharsets.UTF_8), n + 1));
            }
        }
        return new Body(JsonNodeFactory.instance.objectNode().set(name, list));
    }

    /**
     * One line of many. Errors: as {@link #of}, the line being {@code number}.
     *
     * @param number counted from 1
     */
    public static Body ofLine(String line, long number) {
        JsonNode tree = tree(line.getBytes(StandardCharsets.UTF_8), number);
        if (tree instanceof ObjectNode object) {
            return new Body(object);
        }
        throw notAnObject(tree).asException();
    }

    /** What was put together from something else than JSON. */
    public static Body ofNode(ObjectNode node) {
        return new Body(node);
    }

    private static JsonNode tree(byte[] content, long line) {
        try {
            return Json.MAPPER.readTree(content);
        } catch (JacksonException e) {
            throw malformed(e, line).asException();
        }
    }

    private static Problem notAnObject(JsonNode tree) {
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "body: expected a JSON object, got "
                        + (tree.isArray() ? "a list" : "a single value"));
    }

    private static Problem malformed(JacksonException e, long first) {
        TokenStreamLocation at = e.getLocation();
        long line = first + (at == null ? 0 : Math.max(0, at.getLineNr() - 1));
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

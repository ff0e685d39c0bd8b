package io.tallybook.api.openapi;

import io.tallybook.api.response.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API as OpenAPI 3.1: exactly the routes that are mapped, each with what its file says of it.
 * What every operation has in common — the key, the refusals, that no key of an answer is ever
 * absent — is added here and written down once.
 */
public final class Description {

    /** A route that this server answers. */
    public record Route(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final String BASE = "/v1/";
    private static final String TWICE = "/v1/v1/";
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)}");
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Map<Integer, String> REFUSALS =
            Map.of(
                    400,
                            "Something sent is wrong; the message names each field, what came and"
                                    + " what was expected.",
                    401, "No key was sent, or one that is unknown, revoked or expired.",
                    403, "The key's roles do not allow this.",
                    404, "There is no such thing in this environment.",
                    409, "Something like it exists already, or was changed meanwhile.",
                    429, "Too many requests; Retry-After says when to ask again.");

    private final List<Route> routes;
    private final Fragments fragments = Fragments.load();
    private final String version;

    public Description(RequestMappingHandlerMapping mapping, String version) {
        this.version = version;
        this.routes =
                mapping.getHandlerMethods().keySet().stream()
                        .flatMap(info -> routes(info).stream())
                        .filter(route -> route.path().startsWith(BASE))
                        .filter(route -> !route.path().startsWith(TWICE))
                        .sorted(
                                java.util.Comparator.comparing(Route::path)
                                        .thenComparing(Route::method))
                        .toList();
    }

    private static List<Route> routes(RequestMappingInfo info) {
        List<Route> routes = new ArrayList<>();
        for (var pattern : info.getPatternsCondition().getPatterns()) {
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                routes.add(new Route(method.name(), pattern.getPatternString()));
            }
        }
        return routes;
    }

    /** Every route under /v1. */
    public List<Route> routes() {
        return routes;
    }

    /** The routes of which nothing is written down. */
    public List<Route> undescribed() {
        return routes.stream()
                .filter(route -> fragments.operation(route.method(), route.path()) == null)
                .toList();
    }

    /** What is written down of routes that are not there. */
    public Set<String> unserved() {
        Set<String> described = new TreeSet<>(fragments.operations().keySet());
        routes.forEach(route -> described.remove(Fragments.key(route.method(), route.path())));
        return described;
    }

    /** The whole document. */
    public ObjectNode document() {
        ObjectNode paths = Json.object().node();
        Set<String> asked = new TreeSet<>();
        Set<String> answered = new TreeSet<>(Set.of("Error"));
        fragments.reach(fragments.schema("Error"), answered);
        for (Route route : routes) {
            ObjectNode told = fragments.operation(route.method(), route.path());
            if (told != null) {
                fragments.reach(told.path("requestBody"), asked);
                fragments.reach(told.path("parameters"), asked);
                fragments.reach(told.path("answers"), answered);
                String method = route.method().toLowerCase(Locale.ROOT);
                paths.withObject(pointer(route.path())).set(method, operation(route, told));
            }
        }
        return Json.object()
                .put("openapi", "3.1.0")
                .set("info", info())
                .list("servers", List.of("/"), url -> Json.object().put("url", url).node())
                .set("security", Json.MAPPER.readTree("[{\"ApiKey\":[]},{\"Bearer\":[]}]"))
                .list("tags", List.copyOf(fragments.tags().entrySet()), Description::tag)
                .set("paths", paths)
                .set("components", components(asked, answered))
                .node();
    }

    private static String pointer(String path) {
        return "/" + path.replace("~", "~0").replace("/", "~1");
    }

    private ObjectNode info() {
        return Json.object()
                .put("title", "Tallybook")
                .put("version", version)
                .put(
                        "description",
                        "Usage-based billing in which every amount can be replayed, explained and"
                            + " proved. Amounts and quantities travel as decimals in text. Every"
                            + " key of an answer is always there, null when unset. A request that"
                            + " carries an Idempotency-Key can be sent again and does nothing"
                            + " twice.")
                .set(
                        "license",
                        Json.object()
                                .put("name", "Apache-2.0")
                                .put("identifier", "Apache-2.0")
                                .node())
                .node();
    }

    private static ObjectNode tag(Map.Entry<String, String> tag) {
        return Json.object().put("name", tag.getKey()).put("description", tag.getValue()).node();
    }

    private static ObjectNode operation(Route route, ObjectNode told) {
        ObjectNode operation =
                Json.object()
                        .put("operationId", told.path("operationId").asString())
                        .put("summary", told.path("summary").asString())
                        .texts("tags", List.of(told.path("tag").asString()))
                        .set("parameters", parameters(route, told))
                        .node();
        if (told.has("requestBody")) {
            ObjectNode content = content(told.get("requestBody"));
            if (told.has("example")) {
                ((ObjectNode) content.get("application/json")).set("example", told.get("example"));
            }
            operation.set("requestBody", Json.object().set("content", content).node());
        }
        operation.set("responses", responses(told));
        return operation;
    }

    private static ArrayNode parameters(Route route, ObjectNode told) {
        ArrayNode parameters = Json.MAPPER.createArrayNode();
        var names = PARAMETER.matcher(route.path());
        while (names.find()) {
            parameters.add(
                    Json.object()
                            .put("name", names.group(1))
                            .put("in", "path")
                            .put("required", true)
                            .set("schema", Json.object().put("type", "string").node())
                            .node());
        }
        told.path("parameters").forEach(parameters::add);
        if (WRITES.contains(route.method())) {
            parameters.add(
                    Json.object()
                            .put("name", "Idempotency-Key")
                            .put("in", "header")
                            .put(
                                    "description",
                                    "Names the request: sent again, it does nothing twice.")
                            .set("schema", Json.object().put("type", "string").node())
                            .node());
        }
        return parameters;
    }

    private static ObjectNode responses(ObjectNode told) {
        ObjectNode responses = Json.object().node();
        told.path("answers")
                .properties()
                .forEach(
                        answer -> {
                            Json response = Json.object().put("description", "Done.");
                            if (!answer.getValue().isEmpty()) {
                                response.set(
                                        "content",
                                        content(type(told, answer.getValue()), answer.getValue()));
                            }
                            responses.set(answer.getKey(), response.node());
                        });
        REFUSALS.keySet().stream()
                .sorted()
                .forEach(
                        status ->
                                responses.set(
                                        status.toString(),
                                        Json.object()
                                                .put("$ref", "#/components/responses/" + status)
                                                .node()));
        return responses;
    }

    private static String type(ObjectNode told, JsonNode schema) {
        if (told.path("stream").asBoolean(false)) {
            return "text/event-stream";
        }
        boolean isFile = schema.path("format").asString("").equals("binary");
        return isFile ? told.path("file").asString("application/pdf") : "application/json";
    }

    private static ObjectNode content(JsonNode schema) {
        return content("application/json", schema);
    }

    private static ObjectNode content(String type, JsonNode schema) {
        return Json.object().set(type, Json.object().set("schema", schema).node()).node();
    }

    private ObjectNode components(Set<String> asked, Set<String> answered) {
        ObjectNode schemas = Json.object().node();
        asked.forEach(name -> schemas.set(name, typed(fragments.schema(name).deepCopy())));
        answered.stream()
                .filter(name -> !asked.contains(name))
                .forEach(name -> schemas.set(name, complete(fragments.schema(name).deepCopy())));
        ObjectNode responses = Json.object().node();
        REFUSALS.forEach(
                (status, words) ->
                        responses.set(
                                status.toString(),
                                Json.object()
                                        .put("description", words)
                                        .set(
                                                "content",
                                                content(
                                                        Json.object()
                                                                .put(
                                                                        "$ref",
                                                                        "#/components/schemas/Error")
                                                                .node()))
                                        .node()));
        return Json.object()
                .set("schemas", schemas)
                .set("responses", responses)
                .set("securitySchemes", securitySchemes())
                .node();
    }

    private static ObjectNode typed(ObjectNode schema) {
        if (schema.has("properties") && !schema.has("type")) {
            schema.put("type", "object");
        }
        return schema;
    }

    /**
     * An object of an answer: all its keys are there, and what its file does not call required may
     * be null.
     */
    private static ObjectNode complete(ObjectNode schema) {
        if (!schema.has("properties")) {
            return schema;
        }
        Set<String> never = new TreeSet<>();
        schema.path("required").forEach(name -> never.add(name.asString()));
        ObjectNode properties = (ObjectNode) schema.get("properties");
        ArrayNode required = Json.MAPPER.createArrayNode();
        for (String name : List.copyOf(properties.propertyNames())) {
            required.add(name);
            if (!never.contains(name)) {
                properties.set(name, nullable((ObjectNode) properties.get(name)));
            }
        }
        schema.set("required", required);
        return typed(schema);
    }

    private static ObjectNode nullable(ObjectNode schema) {
        ObjectNode nothing = Json.object().put("type", "null").node();
        if (schema.has("$ref") || schema.has("enum")) {
            JsonNode description = schema.remove("description");
            Json either = Json.object().list("anyOf", List.of(schema, nothing), one -> one);
            return description == null
                    ? either.node()
                    : either.set("description", description).node();
        }
        if (schema.path("type").isString()) {
            String type = schema.path("type").asString();
            schema.set("type", Json.MAPPER.createArrayNode().add(type).add("null"));
        }
        return schema;
    }

    private static ObjectNode securitySchemes() {
        return Json.object()
                .set(
                        "ApiKey",
                        Json.object()
                                .put("type", "apiKey")
                                .put("in", "header")
                                .put("name", "x-api-key")
                                .node())
                .set("Bearer", Json.object().put("type", "http").put("scheme", "bearer").node())
                .node();
    }
}

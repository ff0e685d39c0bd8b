package io.tallybook.api.openapi;

import io.tallybook.api.response.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is written down about the API: one file per tag with its routes and schemas, and one with
 * the meaning of every field.
 *
 * @param tags what each tag is about
 * @param operations by {@code METHOD path}, the parameters of the path without their names
 * @param schemas by name
 */
record Fragments(
        Map<String, String> tags,
        Map<String, ObjectNode> operations,
        Map<String, ObjectNode> schemas) {

    private static final String FILES = "classpath*:openapi/*.yaml";
    private static final String WORDS = "words.yaml";

    /** Errors: IllegalStateException if two files say different things of the same name. */
    static Fragments load() {
        var fragments = new Fragments(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try {
            ObjectNode words = Json.object().node();
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                ObjectNode content = read(file);
                if (WORDS.equals(file.getFilename())) {
                    words = content;
                } else {
                    fragments.add(content);
                }
            }
            fragments.explain(words);
            return fragments;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode read(Resource file) throws IOException {
        try (InputStream in = file.getInputStream()) {
            Map<String, ?> content = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            return Json.tree(content);
        }
    }

    private void add(ObjectNode file) {
        String tag = file.path("tag").asString("");
        if (!tag.isEmpty()) {
            tags.put(tag, file.path("about").asString());
        }
        file.path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                method ->
                                                        put(
                                                                operations,
                                                                key(method.getKey(), path.getKey()),
                                                                tagged(method.getValue(), tag))));
        file.path("aliases")
                .properties()
                .forEach(alias -> alias(alias.getKey(), alias.getValue().asString()));
        file.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> put(schemas, schema.getKey(), (ObjectNode) schema.getValue()));
    }

    /**
     * The routes under {@code path} are also to be had under {@code alias}; one that is described
     * under that name itself is different there.
     */
    private void alias(String alias, String path) {
        Map<String, ObjectNode> copies = new TreeMap<>();
        operations.forEach(
                (key, operation) -> {
                    String method = key.substring(0, key.indexOf(' ') + 1);
                    String at = key.substring(method.length());
                    if (at.equals(path) || at.startsWith(path + "/")) {
                        ObjectNode copy = operation.deepCopy();
                        copy.put("operationId", copy.path("operationId").asString() + "Alias");
                        copies.put(method + alias + at.substring(path.length()), copy);
                    }
                });
        copies.forEach(operations::putIfAbsent);
    }

    private static ObjectNode tagged(JsonNode operation, String tag) {
        return ((ObjectNode) operation).put("tag", tag);
    }

    private static void put(Map<String, ObjectNode> into, String name, ObjectNode value) {
        if (into.put(name, value) != null) {
            throw new IllegalStateException(name + " is described twice");
        }
    }

    /** {@code get /v1/plans/{id}} and {@code get /v1/plans/{plan}} are the same route. */
    static String key(String method, String path) {
        return method.toUpperCase(java.util.Locale.ROOT) + " " + path.replaceAll("\\{[^}]*}", "{}");
    }

    private void explain(ObjectNode words) {
        schemas.forEach(
                (name, schema) ->
                        schema.path("properties")
                                .properties()
                                .forEach(
                                        field ->
                                                explain(
                                                        words,
                                                        name,
                                                        field.getKey(),
                                                        (ObjectNode) field.getValue())));
        operations
                .values()
                .forEach(
                        operation ->
                                operation
                                        .path("parameters")
                                        .forEach(
                                                parameter ->
                                                        explain(
                                                                words,
                                                                "",
                                                                parameter.path("name").asString(),
                                                                (ObjectNode) parameter)));
    }

    private static void explain(ObjectNode words, String schema, String name, ObjectNode field) {
        JsonNode own = words.get(schema + "." + name);
        JsonNode meaning = own == null ? words.get(name) : own;
        if (meaning != null && field.get("description") == null) {
            field.set("description", meaning);
        }
    }

    @Nullable ObjectNode operation(String method, String path) {
        return operations.get(key(method, path));
    }

    ObjectNode schema(String name) {
        return Objects.requireNonNull(schemas.get(name), () -> "no schema is named " + name);
    }

    /** The names of all schemas that {@code node} leads to, itself or through others. */
    void reach(JsonNode node, Set<String> into) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isString()) {
            String name = nameIn(reference.stringValue());
            if (into.add(name)) {
                reach(schema(name), into);
            }
        }
        node.forEach(inner -> reach(inner, into));
    }

    private static String nameIn(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}

package io.tallybook.api.idempotency;

import io.tallybook.api.response.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SHA-256, in hexadecimal, of what a request says, whatever way it is written: the order of keys
 * and white space do not count, since a client may build the body of its retry anew. What is not
 * JSON counts byte for byte.
 */
final class CanonicalDigest {

    private CanonicalDigest() {}

    static String of(byte[] body, String query) {
        MessageDigest sha = sha256();
        sha.update(query.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
        if (body.length > 0) {
            try {
                add(sha, Json.MAPPER.readTree(body));
            } catch (JacksonException e) {
                sha.update(body);
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static void add(MessageDigest sha, JsonNode node) {
        if (node instanceof ObjectNode object) {
            sha.update((byte) '{');
            Map<String, JsonNode> sorted = new TreeMap<>();
            object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
            sorted.forEach(
                    (key, value) -> {
                        addText(sha, 'k', key);
                        add(sha, value);
                    });
            sha.update((byte) '}');
        } else if (node.isArray()) {
            sha.update((byte) '[');
            node.values().forEach(value -> add(sha, value));
            sha.update((byte) ']');
        } else if (node.isString()) {
            addText(sha, 's', node.stringValue());
        } else {
            // Numbers as they were written: 1.0 and 1 are two bodies, which at worst asks for
            // another key.
            addText(
                    sha,
                    'v',
                    node.isBigDecimal() ? node.decimalValue().toString() : node.asString());
        }
    }

    private static void addText(MessageDigest sha, char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((byte) kind);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

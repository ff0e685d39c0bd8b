package io.tallybook.api.request;

import io.tallybook.api.response.Json;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.DecimalText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value that is there, being read as what it should be. Every reader gives the value, or notes a
 * complaint and gives null.
 *
 * @param text whether everything came as text, as it does in a query string
 * @param quoting whether a complaint may repeat what came
 */
record Value(JsonNode node, String path, boolean text, Quoting quoting, Complaints complaints) {

    /** Whether a complaint may repeat what came; what names a person is repeated nowhere. */
    enum Quoting {
        QUOTED,
        WITHHELD
    }

    Value(JsonNode node, String path, boolean text, Complaints complaints) {
        this(node, path, text, Quoting.QUOTED, complaints);
    }

    Value withheld() {
        return new Value(node, path, text, Quoting.WITHHELD, complaints);
    }

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private static final int MOST_MAP_ENTRIES = 256;

    @Nullable String text(int max) {
        if (!node.isString()) {
            return refuse("text");
        }
        String value = node.stringValue();
        if (value.length() > max) {
            return refuse(
                    "text of at most %d characters".formatted(max),
                    "%d characters".formatted(value.length()));
        }
        if (!storable(value)) {
            return refuse("text without NUL or unpaired surrogates", "such a character");
        }
        return value;
    }

    @Nullable BigDecimal decimal() {
        BigDecimal value = parsed(node.isNumber() || node.isString());
        return value == null
                ? refuse(
                        "a decimal number, as text or as a number, with at most %d digits before and %d after the point"
                                .formatted(
                                        DecimalText.MAX_INTEGER_DIGITS, DecimalText.MAX_DECIMALS))
                : value;
    }

    private @Nullable BigDecimal parsed(boolean readable) {
        if (!readable) {
            return null;
        }
        // A number's toString keeps its exponent: 1E+9999999 must not be written out before it is
        // refused.
        String written = node.isString() ? node.stringValue() : node.decimalValue().toString();
        try {
            return DecimalText.parse(written);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Nullable Long integer(long min, long max) {
        String expected = "a whole number from %d to %d".formatted(min, max);
        BigDecimal value = parsed(node.isNumber() || (text && node.isString()));
        if (value == null
                || value.scale() > 0
                || value.compareTo(BigDecimal.valueOf(min)) < 0
                || value.compareTo(BigDecimal.valueOf(max)) > 0) {
            return refuse(expected);
        }
        return value.longValueExact();
    }

    @Nullable Boolean truth() {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (text && node.isString() && List.of("true", "false").contains(node.stringValue())) {
            return node.stringValue().equals("true");
        }
        return refuse("true or false");
    }

    @Nullable Instant instant() {
        String expected = "a time with its offset (RFC 3339), such as 2026-01-31T09:30:00Z";
        if (!node.isString()) {
            return refuse(expected);
        }
        try {
            Instant value = OffsetDateTime.parse(node.stringValue()).toInstant();
            boolean within = !value.isBefore(EARLIEST) && !value.isAfter(LATEST);
            return within ? value : refuse("a time in the years 1 to 9999");
        } catch (DateTimeException e) {
            return refuse(expected);
        }
    }

    @Nullable ZoneId zone() {
        String expected = "a time zone of the IANA database, such as Europe/Berlin";
        if (!node.isString()) {
            return refuse(expected);
        }
        try {
            return ZoneId.of(node.stringValue());
        } catch (DateTimeException e) {
            return refuse(expected);
        }
    }

    /** A currency of ISO 4217, in any case. */
    @Nullable CurrencyCode currency() {
        String expected = "a currency of ISO 4217, such as USD";
        if (!node.isString()) {
            return refuse(expected);
        }
        try {
            return CurrencyCode.of(node.stringValue());
        } catch (IllegalArgumentException e) {
            return refuse(expected);
        }
    }

    <T> @Nullable T choice(Choice<T> choice) {
        T meaning = node.isString() ? choice.meaning(node.stringValue()) : null;
        return meaning == null ? refuse(choice.expectation()) : meaning;
    }

    @Nullable Fields object() {
        return node instanceof ObjectNode object
                ? new Fields(object, path, text, complaints)
                : refuse("an object");
    }

    @Nullable List<Fields> objects(int max) {
        List<Value> values = values("a list of objects", max);
        if (values == null) {
            return null;
        }
        List<Fields> objects = new ArrayList<>(values.size());
        for (Value value : values) {
            Fields object = value.object();
            if (object != null) {
                objects.add(object);
            }
        }
        return objects;
    }

    @Nullable List<String> texts(int max, int length) {
        List<Value> values = values("a list of text", max);
        if (values == null) {
            return null;
        }
        List<String> texts = new ArrayList<>(values.size());
        for (Value value : values) {
            String one = value.text(length);
            if (one != null) {
                texts.add(one);
            }
        }
        return texts;
    }

    <T> @Nullable List<T> choices(int max, Choice<T> choice) {
        List<Value> values = values("a list of text", max);
        if (values == null) {
            return null;
        }
        List<T> chosen = new ArrayList<>(values.size());
        for (Value value : values) {
            T one = value.choice(choice);
            if (one != null) {
                chosen.add(one);
            }
        }
        return chosen;
    }

    /** As {@link #texts}; in a query string, parts separated by commas. */
    private @Nullable List<Value> values(String expected, int max) {
        List<JsonNode> nodes = elements();
        if (nodes == null) {
            return refuse(expected);
        }
        if (nodes.size() > max) {
            return refuse(expected + " of at most " + max, nodes.size() + " elements");
        }
        List<Value> values = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            values.add(new Value(nodes.get(i), path + "[" + i + "]", text, quoting, complaints));
        }
        return values;
    }

    private @Nullable List<JsonNode> elements() {
        if (node.isArray()) {
            return List.copyOf(node.values());
        }
        if (text && node.isString()) {
            var factory = tools.jackson.databind.node.JsonNodeFactory.instance;
            List<JsonNode> parts = new ArrayList<>();
            for (String part : node.stringValue().split(",", -1)) {
                parts.add(factory.stringNode(part.strip()));
            }
            return parts;
        }
        return null;
    }

    /**
     * A map of text to text; in {@code loose} ones numbers and truth values are taken as their
     * text.
     */
    @Nullable Map<String, String> map(int length, boolean loose) {
        String expected =
                loose ? "an object of text, numbers or truth values" : "an object of text";
        if (!(node instanceof ObjectNode object)) {
            return refuse(expected);
        }
        if (object.size() > MOST_MAP_ENTRIES) {
            return refuse(
                    expected + " with at most " + MOST_MAP_ENTRIES + " keys",
                    object.size() + " keys");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Value value =
                    new Value(
                            entry.getValue(),
                            path + "." + entry.getKey(),
                            text,
                            quoting,
                            complaints);
            String one = loose ? value.loose(length) : value.text(length);
            if (one != null && value.keyIsFit(entry.getKey())) {
                map.put(entry.getKey(), one);
            }
        }
        return map;
    }

    /** A map of text to anything, each value as JSON of at most {@code length} characters. */
    @Nullable Map<String, String> documents(int length) {
        if (!(node instanceof ObjectNode object)) {
            return refuse("an object");
        }
        if (object.size() > MOST_MAP_ENTRIES) {
            return refuse(
                    "an object with at most " + MOST_MAP_ENTRIES + " keys",
                    object.size() + " keys");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String json = Json.MAPPER.writeValueAsString(entry.getValue());
            if (json.length() > length || !storable(json) || json.contains("\\u0000")) {
                complaints.add(
                        path + "." + entry.getKey(),
                        "JSON of at most %d characters, without NUL".formatted(length),
                        "%d characters".formatted(json.length()));
            } else if (keyIsFit(entry.getKey())) {
                map.put(entry.getKey(), json);
            }
        }
        return map;
    }

    @Nullable String loose(int length) {
        if (node.isBoolean()) {
            return node.booleanValue() ? "true" : "false";
        }
        if (node.isNumber()) {
            BigDecimal value = decimal();
            return value == null ? null : DecimalText.of(value);
        }
        return text(length);
    }

    private boolean keyIsFit(String key) {
        if (key.isEmpty() || key.length() > 255 || !storable(key)) {
            complaints.add(path, "keys of 1 to 255 characters", "another key");
            return false;
        }
        return true;
    }

    /** A map of text to a list of text, as filters are. */
    @Nullable Map<String, List<String>> lists(int max, int length) {
        String expected = "an object of lists of text";
        if (!(node instanceof ObjectNode object) || object.size() > MOST_MAP_ENTRIES) {
            return refuse(expected);
        }
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            Value value =
                    new Value(
                            entry.getValue(),
                            path + "." + entry.getKey(),
                            text,
                            quoting,
                            complaints);
            List<String> texts = value.texts(max, length);
            if (texts != null && value.keyIsFit(entry.getKey())) {
                map.put(entry.getKey(), texts);
            }
        }
        return map;
    }

    /** Stores keep neither U+0000 nor half a surrogate pair. */
    static boolean storable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < value.length()
                                && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    // Always null: the type is only what lets a reader say "return refuse(…)".
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T refuse(String expected) {
        return refuse(expected, shown());
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    <T> @Nullable T refuse(String expected, String got) {
        complaints.add(path, expected, got);
        return null;
    }

    private String shown() {
        if (node.isObject()) {
            return "an object";
        }
        if (node.isArray()) {
            return "a list";
        }
        if (quoting == Quoting.WITHHELD) {
            return node.isString() ? "other text" : "no text";
        }
        if (node.isString()) {
            return '"' + shortened(node.stringValue()) + '"';
        }
        if (node.isNumber()) {
            // BigDecimal.toString keeps the exponent: 1E+9999999 must not be written out.
            return shortened(
                    node.isIntegralNumber() ? node.asString() : node.decimalValue().toString());
        }
        return shortened(node.asString());
    }

    private static String shortened(String text) {
        String safe = storable(text) ? text : "unprintable text";
        return safe.length() <= 60 ? safe : safe.substring(0, safe.offsetByCodePoints(0, 40)) + "…";
    }
}

package io.tallybook.api.flexprice.task;

import io.tallybook.api.request.Fields;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a file's columns become the fields of events: {@code metadata} of a task.
 *
 * <pre>
 * {"mapping": {"event_id": "Request", "timestamp": "When", "properties": {"tokens": "Tokens used"}},
 *  "constants": {"event_name": "llm.call"}, "delimiter": ";", "timezone": "Europe/Berlin"}
 * </pre>
 *
 * A field that is not mapped is looked for under its own name, and a column called {@code
 * properties.x} is the property x. Other columns are left alone.
 *
 * @param columns field to column
 * @param properties property to column
 * @param constants field to the value of every event that has no other
 * @param zone where times without an offset are meant
 */
record Mapping(
        Map<String, String> columns,
        Map<String, String> properties,
        Map<String, String> constants,
        char delimiter,
        ZoneId zone) {
    static final Set<String> FIELDS =
            new TreeSet<>(
                    Set.of(
                            "event_id",
                            "event_name",
                            "external_customer_id",
                            "source",
                            "timestamp"));

    private static final String PROPERTIES = "properties";
    private static final int SHORT = 255;

    Mapping {
        columns = Map.copyOf(columns);
        properties = new LinkedHashMap<>(properties);
        constants = Map.copyOf(constants);
    }

    /** Reads it; complaints are noted on {@code metadata}. */
    static Mapping of(@Nullable Fields metadata) {
        if (metadata == null) {
            return new Mapping(Map.of(), Map.of(), Map.of(), ',', ZoneOffset.UTC);
        }
        Fields mapping = metadata.optional("mapping").object();
        Fields constants = metadata.optional("constants").object();
        ZoneId zone = metadata.optional("timezone").zone();
        return new Mapping(
                texts(mapping),
                mapping == null ? Map.of() : mapping.optional(PROPERTIES).map(SHORT),
                texts(constants),
                delimiter(metadata),
                zone == null ? ZoneOffset.UTC : zone);
    }

    private static Map<String, String> texts(@Nullable Fields in) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (in != null) {
            for (String name : in.names()) {
                if (FIELDS.contains(name)) {
                    String text = in.optional(name).text(SHORT);
                    if (text != null) {
                        texts.put(name, text);
                    }
                } else if (!name.equals(PROPERTIES)) {
                    in.complain(name, "one of " + String.join(", ", FIELDS), "another field");
                }
            }
        }
        return texts;
    }

    private static char delimiter(Fields metadata) {
        String text = metadata.optional("delimiter").text(8);
        if (text == null) {
            return ',';
        }
        if (text.length() != 1 || text.equals("\"") || (text.isBlank() && !text.equals("\t"))) {
            metadata.complain("delimiter", "one character such as ; or a tab", '"' + text + '"');
            return ',';
        }
        return text.charAt(0);
    }
}

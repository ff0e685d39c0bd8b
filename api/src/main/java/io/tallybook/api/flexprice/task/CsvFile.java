package io.tallybook.api.flexprice.task;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Comma-separated values (RFC 4180, UTF-8) whose first line names the columns. */
final class CsvFile implements UsageFile {
    private static final String PROPERTY = "properties.";
    private static final int RECORD_CHARS_MAX = 2 * 1024 * 1024;
    private static final int NAMED_COLUMNS_MAX = 20;

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final Map<String, String> constants;
    private final ZoneId zone;
    private final Map<String, Integer> fields = new LinkedHashMap<>();
    private final Map<String, Integer> properties = new LinkedHashMap<>();
    private final int width;
    private long number;

    /** Errors: BrokenFile if the first line does not name the columns that the mapping names. */
    CsvFile(InputStream in, Mapping mapping) throws BrokenFile {
        this.reader =
                CsvReader.builder()
                        .fieldSeparator(mapping.delimiter())
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .detectBomHeader(true)
                        .maxBufferSize(RECORD_CHARS_MAX)
                        .ofCsvRecord(in, StandardCharsets.UTF_8);
        this.records = reader.iterator();
        this.constants = mapping.constants();
        this.zone = mapping.zone();
        CsvRecord header = following();
        if (header == null) {
            throw new BrokenFile(
                    "the file is empty: expected a line with the names of its columns");
        }
        this.width = header.getFieldCount();
        find(mapping, header.getFields());
    }

    private void find(Mapping mapping, List<String> header) throws BrokenFile {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i).strip();
            if (columns.put(name, i) != null) {
                throw new BrokenFile("the file has more than one column \"" + name + '"');
            }
            if (name.startsWith(PROPERTY) && name.length() > PROPERTY.length()) {
                properties.put(name.substring(PROPERTY.length()), i);
            }
        }
        for (String field : Mapping.FIELDS) {
            String mapped = mapping.columns().get(field);
            Integer at = columns.get(mapped == null ? field : mapped);
            if (at != null) {
                fields.put(field, at);
            } else if (mapped != null) {
                throw missing(field, mapped, header);
            }
        }
        for (Map.Entry<String, String> property : mapping.properties().entrySet()) {
            Integer at = columns.get(property.getValue());
            if (at == null) {
                throw missing(PROPERTY + property.getKey(), property.getValue(), header);
            }
            properties.put(property.getKey(), at);
        }
        if (!fields.containsKey("event_name") && !constants.containsKey("event_name")) {
            throw missing("event_name", "event_name", header);
        }
    }

    private static BrokenFile missing(String field, String column, List<String> header) {
        List<String> shown = header.subList(0, Math.min(NAMED_COLUMNS_MAX, header.size()));
        return new BrokenFile(
                "%s: the file has no column \"%s\"; it has %s"
                        .formatted(field, column, String.join(", ", shown)));
    }

    @Override
    public @Nullable Entry next() throws BrokenFile {
        CsvRecord record = following();
        if (record == null) {
            return null;
        }
        number++;
        ObjectNode event = event(record);
        return new Entry(number, Json.MAPPER.writeValueAsString(event), () -> body(record, event));
    }

    private Body body(CsvRecord record, ObjectNode event) {
        if (record.getFieldCount() != width) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "expected %d fields as in the first line, got %d"
                                    .formatted(width, record.getFieldCount()))
                    .asException();
        }
        return Body.ofNode(event);
    }

    private ObjectNode event(CsvRecord record) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        constants.forEach(event::put);
        fields.forEach(
                (field, column) -> {
                    String value = value(record, column);
                    if (!value.isEmpty()) {
                        event.put(field, value);
                    }
                });
        if (event.has("timestamp")) {
            event.put("timestamp", Timestamps.normal(event.get("timestamp").asString(), zone));
        }
        ObjectNode held = event.putObject("properties");
        properties.forEach(
                (property, column) -> {
                    String value = value(record, column);
                    if (!value.isEmpty()) {
                        held.put(property, value);
                    }
                });
        return event;
    }

    private static String value(CsvRecord record, int column) {
        return column < record.getFieldCount() ? record.getField(column).strip() : "";
    }

    private @Nullable CsvRecord following() throws BrokenFile {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new BrokenFile(
                    "behind record %d: %s".formatted(number, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

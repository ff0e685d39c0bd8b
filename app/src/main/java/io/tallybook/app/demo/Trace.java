package io.tallybook.app.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Usage to be billed: rows of a moment and the same properties each.
 *
 * @param source what a person calls it
 * @param properties the names of the numeric properties, in order
 */
record Trace(String source, List<String> properties, List<Row> rows) {
    private static final Instant GENERATED_FROM = Instant.parse("2025-03-03T09:00:00Z");
    private static final int GENERATED_ROWS = 12_000;

    Trace {
        properties = List.copyOf(properties);
        rows = List.copyOf(rows);
    }

    /** One event. */
    record Row(Instant timestamp, Map<String, String> properties) {
        Row {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * Calls of a language-model service over some weeks: arrivals in bursts, long-tailed contexts,
     * answers that are mostly short. The same seed gives the same trace.
     */
    static Trace generated(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Row> rows = new ArrayList<>(GENERATED_ROWS);
        Instant at = GENERATED_FROM;
        for (int i = 0; i < GENERATED_ROWS; i++) {
            boolean burst = random.nextInt(10) < 8;
            at =
                    at.plus(
                            Duration.ofMillis(
                                    burst
                                            ? 200 + random.nextInt(4_000)
                                            : 60_000 + random.nextInt(1_500_000)));
            int context = 50 + longTail(random, 700);
            int answer = 10 + longTail(random, 180);
            rows.add(
                    new Row(
                            at,
                            Map.of(
                                    "context_tokens",
                                    Integer.toString(context),
                                    "generated_tokens",
                                    Integer.toString(answer))));
        }
        return new Trace(
                "built-in generator, seed " + seed,
                List.of("context_tokens", "generated_tokens"),
                rows);
    }

    private static int longTail(RandomGenerator random, int scale) {
        int value = random.nextInt(scale);
        while (random.nextInt(5) == 0) {
            value += random.nextInt(4 * scale);
        }
        return value;
    }

    /**
     * Reads a CSV file with a header line.
     *
     * @param map pairs of {@code property=COLUMN}; {@code timestamp=COLUMN} must be among them, and
     *     at least one other
     */
    static Trace ofCsv(Path file, Map<String, String> map) throws IOException {
        List<String> properties =
                map.keySet().stream().filter(name -> !name.equals("timestamp")).toList();
        if (!map.containsKey("timestamp") || properties.isEmpty()) {
            throw new IllegalArgumentException(
                    "--map: expected timestamp=COLUMN and at least one property=COLUMN, got "
                            + map);
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            Map<String, Integer> columns = columns(file, lines.readLine());
            List<Row> rows = new ArrayList<>();
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    rows.add(row(file + ":" + number, fields(line), columns, map));
                }
            }
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("--trace: " + file + " has no rows");
            }
            return new Trace(file.getFileName().toString(), properties, rows);
        }
    }

    private static Map<String, Integer> columns(
            Path file, @org.jspecify.annotations.Nullable String header) {
        if (header == null) {
            throw new IllegalArgumentException(
                    "--trace: " + file + " is empty, expected a header line");
        }
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (String name : fields(header.replace("\uFEFF", ""))) {
            columns.put(name, columns.size());
        }
        return columns;
    }

    private static Row row(
            String place,
            List<String> fields,
            Map<String, Integer> columns,
            Map<String, String> map) {
        Map<String, String> properties = new LinkedHashMap<>();
        Instant timestamp = Instant.MIN;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            Integer column = columns.get(entry.getValue());
            if (column == null) {
                throw new IllegalArgumentException(
                        "--map: there is no column '"
                                + entry.getValue()
                                + "', expected one of "
                                + columns.keySet());
            }
            if (column >= fields.size()) {
                throw new IllegalArgumentException(
                        place + ": column '" + entry.getValue() + "' is missing");
            }
            String text = fields.get(column);
            if (entry.getKey().equals("timestamp")) {
                timestamp = timestamp(place, text);
            } else {
                properties.put(entry.getKey(), text);
            }
        }
        return new Row(timestamp, properties);
    }

    private static final DateTimeFormatter LOCAL =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd")
                    .optionalStart()
                    .appendLiteral('T')
                    .optionalEnd()
                    .optionalStart()
                    .appendLiteral(' ')
                    .optionalEnd()
                    .appendPattern("HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .toFormatter(java.util.Locale.ROOT);

    /** ISO 8601 with a zone, or a date and time of UTC with a blank or a T between. */
    private static Instant timestamp(String place, String text) {
        try {
            return text.endsWith("Z") || text.lastIndexOf('+') > 10
                    ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                            text.replace(' ', 'T'), Instant::from)
                    : LocalDateTime.parse(text, LOCAL).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    place
                            + ": expected a time such as 2025-03-03 09:00:00.5 or"
                            + " 2025-03-03T09:00:00Z, got '"
                            + text
                            + "'",
                    e);
        }
    }

    /**
     * The fields of a line; a field in double quotes may hold commas, and a doubled quote stands
     * for one.
     */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}

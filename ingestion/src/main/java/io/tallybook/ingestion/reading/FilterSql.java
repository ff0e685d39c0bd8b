package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.EventSelection;
import io.tallybook.domain.usage.EventFilter;
import io.tallybook.domain.usage.FilterHistory;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which events count, as conditions that all must hold. */
final class FilterSql {
    private FilterSql() {}

    /** Half-open: from {@code start} on, before {@code end}. */
    static List<String> during(Instant start, Instant end) {
        return List.of(
                "timestamp >= " + Sql.micros(notBefore(start)),
                "timestamp < " + Sql.micros(notBefore(end)));
    }

    /**
     * What passes the filter that was in force when it happened, of events between {@code start}
     * and {@code end}; nothing if every event does.
     */
    static List<String> during(FilterHistory filters, Instant start, Instant end) {
        List<FilterHistory.Span> spans = filters.during(start, end);
        if (spans.size() == 1) {
            return passing(spans.getFirst().filter());
        }
        return List.of(
                spans.stream()
                        .map(FilterSql::passing)
                        .collect(Collectors.joining(" OR ", "(", ")")));
    }

    private static String passing(FilterHistory.Span span) {
        List<String> all = new ArrayList<>(during(span.from(), span.to()));
        all.addAll(passing(span.filter()));
        return "(" + String.join(" AND ", all) + ")";
    }

    private static List<String> passing(EventFilter filter) {
        return new TreeMap<>(filter.values())
                .entrySet().stream()
                        .map(one -> has(one.getKey(), one.getValue().stream().sorted().toList()))
                        .toList();
    }

    static String has(String key, List<String> values) {
        if (values.isEmpty()) {
            return "0";
        }
        String property = Sql.text(key);
        return "(mapContains(properties, %s) AND properties[%s] IN (%s))"
                .formatted(property, property, Sql.texts(values));
    }

    static List<String> hasAll(Map<String, List<String>> properties) {
        return properties.entrySet().stream().map(p -> has(p.getKey(), p.getValue())).toList();
    }

    /** The events of a meter that one price is for. */
    static List<String> selected(EventSelection selection) {
        List<String> conditions = new ArrayList<>(hasAll(selection.only()));
        for (EventSelection.Except except : selection.except()) {
            List<String> taken = new ArrayList<>(hasAll(except.properties()));
            Instant from = except.from();
            Instant until = except.until();
            if (from != null) {
                taken.add("timestamp >= " + Sql.micros(notBefore(from)));
            }
            if (until != null) {
                taken.add("timestamp < " + Sql.micros(notBefore(until)));
            }
            conditions.add("NOT (" + String.join(" AND ", taken) + ")");
        }
        return conditions;
    }

    /** The first microsecond that is not before {@code instant}, within what the store can hold. */
    static long notBefore(Instant instant) {
        if (!instant.isAfter(UsageFrame.TIMESTAMP_MIN)) {
            return UsageFrame.micros(UsageFrame.TIMESTAMP_MIN);
        }
        if (instant.isAfter(UsageFrame.TIMESTAMP_MAX)) {
            return UsageFrame.micros(UsageFrame.TIMESTAMP_MAX) + 1;
        }
        return UsageFrame.micros(instant.plusNanos(999));
    }
}

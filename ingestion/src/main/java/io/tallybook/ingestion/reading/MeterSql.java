package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.MeterNotYetRead;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A meter as SQL.
 *
 * <p><b>Numbers.</b> A property is a number if it is written as one, with at most 30 digits before
 * and 30 behind the point, or with at most 17 each and an exponent from -13 to 13. All of those,
 * and their sums, are exact in Decimal256 with 30 places. What is not a number, or not there, is
 * not counted: an event is no reason for an invoice to fail.
 *
 * <p><b>Digest.</b> The sum modulo 2^256 of SHA-256 over {@code tenant \\0 environment \\0 event_id
 * \\0 microseconds \\0 value}, one per event counted, the value being the property as it was sent
 * and empty for COUNT; as a number, the hash is read little-endian. A sum has no order, and digests
 * of disjoint sets of events add up.
 */
final class MeterSql {
    /** Decimal places in which quantities are summed. */
    static final int PLACES = 30;

    /** What is a number; see above. */
    static final String NUMBER =
            "^[+-]?([0-9]{1,30}(\\.[0-9]{1,30})?"
                    + "|[0-9]{1,17}(\\.[0-9]{1,17})?[eE][+-]?(0?[0-9]|1[0-3]))$";

    private MeterSql() {}

    /** The columns {@code event_count, value, digest}, over the rows of {@link #events}. */
    static String result(MeterDefinition meter) {
        String value =
                switch (meter.aggregation()) {
                    case COUNT -> "toString(count())";
                    case COUNT_UNIQUE -> "toString(uniqExact(text))";
                    // The multiplier and the division of an average are exact arithmetic of our
                    // own.
                    case SUM, SUM_WITH_MULTIPLIER, AVG -> "toString(sum(number))";
                    case MAX -> "toString(max(number))";
                    case LATEST -> "toString(argMax(number, (timestamp, event_id)))";
                    case WEIGHTED_SUM -> throw new MeterNotYetRead(meter);
                };
        String digest =
                "toString(sumWithOverflow(reinterpretAsUInt256(SHA256(concat("
                        + "tenant, '\\0', environment, '\\0', event_id, '\\0',"
                        + " toString(toUnixTimestamp64Micro(timestamp)), '\\0', text)))))";
        return "count() AS event_count, " + value + " AS value, " + digest + " AS digest";
    }

    /**
     * A subquery of the events that {@code meter} counts, with {@code text}, the property as it was
     * sent, and {@code number}.
     *
     * @param where further conditions
     */
    static String events(
            Scope scope, MeterDefinition meter, BillingPeriod period, List<String> where) {
        if (meter.notYetRead().isPresent()) {
            throw new MeterNotYetRead(meter);
        }
        List<String> conditions = new ArrayList<>(inScope(scope));
        conditions.add("event_name = " + Sql.text(meter.eventName()));
        conditions.addAll(during(period.start(), period.end()));
        meter.filters().forEach(f -> conditions.add(has(f.key(), f.values())));
        conditions.addAll(where);
        String text = "''";
        String number = "toDecimal256(0, " + PLACES + ")";
        switch (meter.aggregation()) {
            case COUNT -> {}
            case COUNT_UNIQUE -> {
                text = "properties[" + field(meter) + "]";
                conditions.add("mapContains(properties, " + field(meter) + ")");
            }
            case SUM, SUM_WITH_MULTIPLIER, AVG, MAX, LATEST -> {
                text = "properties[" + field(meter) + "]";
                number = "toDecimal256(" + text + ", " + PLACES + ")";
                conditions.add("match(" + text + ", " + Sql.text(NUMBER) + ")");
            }
            case WEIGHTED_SUM -> throw new MeterNotYetRead(meter);
        }
        return """
        (SELECT tenant, environment, event_id, external_customer_id, timestamp,
            %s AS text, %s AS number
         FROM usage_event WHERE %s)
        """
                .formatted(text, number, String.join(" AND ", conditions));
    }

    static List<String> inScope(Scope scope) {
        return List.of(
                "tenant = " + Sql.text(scope.tenant().value()),
                "environment = " + Sql.text(scope.environment().value()));
    }

    /** Half-open: from {@code start} on, before {@code end}. */
    static List<String> during(Instant start, Instant end) {
        return List.of(
                "timestamp >= " + Sql.micros(notBefore(start)),
                "timestamp < " + Sql.micros(notBefore(end)));
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
    private static long notBefore(Instant instant) {
        if (!instant.isAfter(UsageFrame.TIMESTAMP_MIN)) {
            return UsageFrame.micros(UsageFrame.TIMESTAMP_MIN);
        }
        if (instant.isAfter(UsageFrame.TIMESTAMP_MAX)) {
            return UsageFrame.micros(UsageFrame.TIMESTAMP_MAX) + 1;
        }
        return UsageFrame.micros(instant.plusNanos(999));
    }

    private static String field(MeterDefinition meter) {
        String field = meter.field();
        if (field == null) {
            throw new IllegalArgumentException(
                    "meter "
                            + meter.meterId()
                            + " aggregates with "
                            + meter.aggregation()
                            + " but names no field");
        }
        return Sql.text(field);
    }
}

package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Bucketing;
import io.tallybook.domain.usage.Carry;
import io.tallybook.domain.usage.Expression;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.ingestion.store.NumberSql;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A meter as SQL: what of it the store adds up, row by row as {@link MeterRow} reads it.
 *
 * <p><b>Numbers.</b> {@link NumberSql} says what one is. What is not a number, or not there, is not
 * counted: an event is no reason for an invoice to fail.
 *
 * <p><b>Expressions.</b> The store groups events by the properties that the formula looks at, and
 * the domain evaluates it once for each combination; so it is exact, however many digits it needs.
 *
 * <p><b>Weights.</b> A sum of numbers times microseconds is kept as whole and fraction, each exact.
 *
 * <p><b>Digest.</b> The sum modulo 2^256 of SHA-256 over {@code tenant \\0 environment \\0 event_id
 * \\0 microseconds \\0 value}, one per event counted, the value being the property as it was sent,
 * empty for COUNT, and of an expression the properties it looks at with \\0 between them; as a
 * number, the hash is read little-endian. A sum has no order, and digests of disjoint sets of
 * events add up.
 */
final class MeterSql {
    private static final String HASH =
            "reinterpretAsUInt256(SHA256(concat("
                    + "tenant, '\\0', environment, '\\0', event_id, '\\0',"
                    + " toString(toUnixTimestamp64Micro(timestamp)), '\\0', text)))";

    private static final String NONE = "'0'";

    /** Whether the events counted must be provable later; it takes most of the time. */
    enum Proof {
        DIGEST,
        WITHOUT
    }

    private final Scope scope;
    private final Measure measure;
    private final List<String> where;
    private final Proof proof;
    private final EventState state;

    /** Of the events as they came in. */
    MeterSql(Scope scope, Measure measure, List<String> where, Proof proof) {
        this(scope, measure, where, proof, EventState.ORIGINAL);
    }

    /**
     * Errors: IllegalArgumentException of a meter that carries on from period to period, or tells
     * apart what an expression gives.
     *
     * @param where further conditions
     */
    MeterSql(Scope scope, Measure measure, List<String> where, Proof proof, EventState state) {
        if (measure.rules().carry() != Carry.FRESH) {
            throw new IllegalArgumentException(
                    "meter.carry: the store reads FRESH, got " + measure.rules().carry());
        }
        if (measure.rules().expression().isPresent() && isUnique(measure.rules())) {
            throw new IllegalArgumentException("meter.expression: none with a count of values");
        }
        this.scope = scope;
        this.measure = measure;
        this.where = List.copyOf(where);
        this.proof = proof;
        this.state = state;
    }

    /** Rows of {@code external_customer_id} and what {@link MeterRow} reads. */
    String perCustomer() {
        return grouped(List.of("external_customer_id"), events());
    }

    /** Rows of {@code external_customer_id} and each minute with an event, in order. */
    String minutes() {
        return "SELECT DISTINCT external_customer_id,"
                + " intDiv(toUnixTimestamp64Micro(timestamp), 60000000) AS minute FROM "
                + events()
                + " ORDER BY external_customer_id, minute";
    }

    /** Rows of what {@link MeterRow} reads. */
    String whole() {
        return grouped(List.of(), events());
    }

    /**
     * Rows of {@code level, window}, the keys, and what {@link MeterRow} reads.
     *
     * <p>The rows of a window and group have level 0, and all others are sums of them; but of a
     * number of distinct values, where level 1 is a group without its windows, and 2 the whole.
     *
     * @param start of an event's window, see {@link WindowSql}
     * @param keys texts made of the columns of an event, at least one
     */
    String perWindow(String start, List<String> keys) {
        List<String> names = new ArrayList<>();
        List<String> columns = new ArrayList<>(List.of(start + " AS window"));
        for (String key : keys) {
            names.add("k" + names.size());
            columns.add(key + " AS " + names.getLast());
        }
        String events = events(columns);
        if (!isUnique(measure.rules())) {
            List<String> all = joined(List.of("window"), names);
            return "SELECT toUInt8(0), %s, %s FROM %s GROUP BY %s"
                    .formatted(join(all), columns(), events, join(joined(all, subKeys())));
        }
        List<String> sub = joined(subKeys(), List.of("text"));
        List<String> ofGroup = joined(names, sub);
        List<String> ofWindow = joined(List.of("window"), ofGroup);
        String values =
                "(SELECT toUInt8(grouping(window) + grouping(k0)) AS level, %s FROM %s GROUP BY GROUPING SETS ((%s), (%s), (%s)))"
                        .formatted(
                                values(ofWindow), events, join(ofWindow), join(ofGroup), join(sub));
        return grouped(joined(List.of("level", "window"), names), subKeys(), values)
                + " SETTINGS force_grouping_standard_compatibility = 1";
    }

    private String grouped(List<String> keys, String events) {
        if (!isUnique(measure.rules())) {
            return grouped(keys, subKeys(), events);
        }
        List<String> inner = joined(joined(keys, subKeys()), List.of("text"));
        String values =
                "(SELECT %s FROM %s GROUP BY %s)".formatted(values(inner), events, join(inner));
        return grouped(keys, subKeys(), values);
    }

    private String grouped(List<String> keys, List<String> sub, String from) {
        List<String> all = joined(keys, sub);
        String selected = keys.isEmpty() ? columns() : join(keys) + ", " + columns();
        String sql = "SELECT " + selected + " FROM " + from;
        return all.isEmpty() ? sql : sql + " GROUP BY " + join(all);
    }

    /** The values of a property one by one, and whether each was last taken away. */
    private static String values(List<String> keys) {
        return join(keys)
                + ", count() AS times, argMax(removes, (timestamp, event_id)) AS gone,"
                + " sumWithOverflow(hash) AS hashes";
    }

    private List<String> subKeys() {
        List<String> keys = new ArrayList<>();
        measure.rules().bucketing().ifPresent(_ -> keys.addAll(List.of("bucket", "part")));
        measure.rules().expression().ifPresent(_ -> keys.addAll(List.of("inputs", "moment")));
        return keys;
    }

    /** What {@link MeterRow} reads, in its order. */
    private String columns() {
        boolean inBuckets = measure.rules().bucketing().isPresent();
        boolean computed = measure.rules().expression().isPresent();
        return String.join(
                ", ",
                inBuckets ? "bucket" : "toInt64(0)",
                inBuckets ? "part" : "''",
                computed ? "inputs" : "CAST([], 'Array(Nullable(String))')",
                computed ? "moment" : "toInt64(0)",
                isUnique(measure.rules()) ? "sum(times)" : "count()",
                numbers(computed),
                proof == Proof.WITHOUT
                        ? NONE
                        : isUnique(measure.rules())
                                ? "toString(sumWithOverflow(hashes))"
                                : "toString(sumWithOverflow(hash))");
    }

    /** Value, the weighted whole and fraction, the time and id of the latest. */
    private String numbers(boolean computed) {
        String since =
                "(toUnixTimestamp64Micro(timestamp) - " + UsageFrame.micros(base(measure)) + ")";
        return switch (measure.rules().aggregation()) {
            case Aggregation.Count _ -> five(NONE, NONE, NONE, "toInt64(0)", "''");
            case Aggregation.UniqueCount _ ->
                    five("toString(countIf(NOT gone))", NONE, NONE, "toInt64(0)", "''");
            case Aggregation.Sum _, Aggregation.Average _, Aggregation.SumWithMultiplier _ ->
                    five(computed ? NONE : "toString(sum(number))", NONE, NONE, "toInt64(0)", "''");
            case Aggregation.Max _ ->
                    five(computed ? NONE : "toString(max(number))", NONE, NONE, "toInt64(0)", "''");
            case Aggregation.Latest _ ->
                    five(
                            computed ? NONE : "toString(argMax(number, (timestamp, event_id)))",
                            NONE,
                            NONE,
                            "toUnixTimestamp64Micro(max(timestamp))",
                            "tupleElement(max((timestamp, event_id)), 2)");
            case Aggregation.WeightedSum _ ->
                    computed
                            ? five(
                                    NONE,
                                    "toString(sum(toInt256(" + since + ")))",
                                    NONE,
                                    "toInt64(0)",
                                    "''")
                            : five(
                                    "toString(sum(number))",
                                    "toString(sum(toInt256(number) * toInt256(" + since + ")))",
                                    "toString(sum((number - toDecimal256(toInt256(number), 0)) * "
                                            + since
                                            + "))",
                                    "toInt64(0)",
                                    "''");
        };
    }

    private static String five(String... columns) {
        return String.join(", ", columns);
    }

    /** From where weights are counted: not after any event. */
    static Instant base(Measure measure) {
        return UsageFrame.instant(
                FilterSql.notBefore(measure.from().truncatedTo(ChronoUnit.MICROS)));
    }

    /** A subquery of the events that count. */
    private String events() {
        return events(List.of());
    }

    /** The same with more columns; each level of a question costs the store its planning. */
    private String events(List<String> more) {
        MeterDefinition rules = measure.rules();
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(scope)));
        conditions.add("event_name = " + Sql.text(measure.eventName()));
        conditions.addAll(FilterSql.during(measure.from(), measure.to()));
        conditions.addAll(FilterSql.during(rules.filter(), measure.from(), measure.to()));
        conditions.addAll(where);
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "external_customer_id",
                                "timestamp",
                                "event_id",
                                "source",
                                "properties"));
        columns.addAll(more);
        columns.add(text(rules, conditions) + " AS text");
        columns.add((proof == Proof.DIGEST ? HASH : "toUInt256(0)") + " AS hash");
        rules.bucketing().ifPresent(b -> columns.addAll(bucket(b)));
        rules.expression().ifPresent(e -> columns.addAll(inputs(e)));
        if (isUnique(rules)) {
            columns.add("properties['operation_type'] = 'remove' AS removes");
        }
        return "(SELECT %s FROM %s)".formatted(join(columns), state.from(scope, conditions));
    }

    /** The property as it was sent, with {@code number} behind it where one is needed. */
    private static String text(MeterDefinition rules, List<String> conditions) {
        Optional<Expression> expression = rules.expression();
        if (expression.isPresent()) {
            return expression.get().properties().stream()
                    .map(name -> "properties[" + Sql.text(name) + "]")
                    .collect(
                            Collectors.joining(
                                    ", ", "arrayStringConcat([", "]::Array(String), '\\0')"));
        }
        return switch (rules.aggregation()) {
            case Aggregation.Count _ -> "''";
            case Aggregation.UniqueCount a -> {
                conditions.add("mapContains(properties, " + Sql.text(a.field()) + ")");
                yield "properties[" + Sql.text(a.field()) + "]";
            }
            case Aggregation.Sum a -> number(a.field(), conditions);
            case Aggregation.Average a -> number(a.field(), conditions);
            case Aggregation.Max a -> number(a.field(), conditions);
            case Aggregation.Latest a -> number(a.field(), conditions);
            case Aggregation.SumWithMultiplier a -> number(a.field(), conditions);
            case Aggregation.WeightedSum a -> number(a.field(), conditions);
        };
    }

    private static String number(String field, List<String> conditions) {
        String text = "properties[" + Sql.text(field) + "]";
        conditions.add(NumberSql.isOne(text));
        return NumberSql.of(text) + " AS number, " + text;
    }

    private List<String> bucket(Bucketing bucketing) {
        return List.of(
                bucketStart(measure, bucketing) + " AS bucket",
                bucketing.groupBy().map(g -> "properties[" + Sql.text(g) + "]").orElse("''")
                        + " AS part");
    }

    /** Where the window begins in which an event of a meter that counts in windows is counted. */
    static String bucketStart(Measure measure, Bucketing bucketing) {
        return WindowSql.start(
                bucketing.size(),
                measure.period().full().zone(),
                anchor(measure, bucketing),
                new BillingPeriod(measure.from(), measure.to()));
    }

    static Instant anchor(Measure measure, Bucketing bucketing) {
        return bucketing.anchor().orElse(measure.period().full().from());
    }

    private static List<String> inputs(Expression expression) {
        String inputs =
                expression.properties().stream()
                        .map(Sql::text)
                        .map(
                                name ->
                                        "if(mapContains(properties, %1$s), properties[%1$s], NULL)"
                                                .formatted(name))
                        .collect(
                                Collectors.joining(
                                        ", ", "CAST([", "], 'Array(Nullable(String))') AS inputs"));
        return List.of(
                inputs,
                (expression.looksAtTime() ? "toUnixTimestamp64Micro(timestamp)" : "toInt64(0)")
                        + " AS moment");
    }

    private static boolean isUnique(MeterDefinition rules) {
        return rules.aggregation() instanceof Aggregation.UniqueCount;
    }

    private static List<String> joined(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    private static String join(List<String> columns) {
        return String.join(", ", columns);
    }
}

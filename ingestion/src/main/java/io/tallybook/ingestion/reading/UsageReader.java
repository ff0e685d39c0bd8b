package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads usage from the store. Blocks. */
public final class UsageReader {
    private static final int CUSTOMERS_PER_QUERY_MAX = 5_000;
    private static final String EVENT_COLUMNS =
            "tenant, environment, event_id, event_name, external_customer_id, timestamp,"
                    + " received_at, source, properties";

    private final UsageStore store;
    private final Completeness completeness;
    private final WholeUsage whole;
    private final @Nullable RollupSteps rollups;

    /** Reads nothing but events. */
    public UsageReader(UsageStore store, Completeness completeness) {
        this(store, completeness, null);
    }

    /**
     * @param rollups read in place of events wherever the answer is the same
     */
    public UsageReader(UsageStore store, Completeness completeness, @Nullable RollupSteps rollups) {
        this.store = store;
        this.completeness = completeness;
        this.rollups = rollups;
        this.whole = new WholeUsage(store);
    }

    /**
     * Requests of the same meter and period become one query.
     *
     * <p>Errors: ReadingIncomplete; UsageArchived, for what is frozen must be all there was.
     */
    public UsageQuery.Readings read(UsageQuery.Read query) {
        return whole.of(
                query.scope(),
                query.requests().stream().map(ReadingRequest::period).toList(),
                () -> readings(query));
    }

    private UsageQuery.Readings readings(UsageQuery.Read query) {
        SortedMap<Integer, Long> upTo = completeness.upTo(query.freshness(), query.state());
        ReadingState asked = query.state();
        EventState state =
                EventState.of(store, query.scope(), upTo, asked == null ? null : asked.assuming());
        String watermark = Completeness.text(upTo);
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (ReadingRequest request : query.requests()) {
            groups.computeIfAbsent(Group.of(request), _ -> new ArrayList<>())
                    .add(request.externalCustomerId());
        }
        Map<Group, Map<String, MeterResult>> results = new HashMap<>();
        groups.forEach(
                (group, customers) ->
                        results.put(group, results(query.scope(), group, customers, state)));
        return new UsageQuery.Readings(
                query.requests().stream()
                        .map(request -> reading(request, watermark, results))
                        .toList());
    }

    public UsageQuery.Events find(UsageQuery.Find query) {
        List<String> conditions = conditions(query);
        EventState state = state(query);
        long total =
                store.query("SELECT count() FROM " + state.from(query.scope(), conditions)).int64();
        boolean back = query.walk().order() == UsageQuery.Order.NEWEST_FIRST;
        conditions.addAll(beyond(query.after(), back ? "<" : ">"));
        conditions.addAll(beyond(query.walk().before(), back ? ">" : "<"));
        String order = back ? "timestamp DESC, event_id DESC" : "timestamp, event_id";
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT %s FROM %s
                        ORDER BY %s LIMIT %d OFFSET %d
                        """
                                .formatted(
                                        EVENT_COLUMNS,
                                        state.from(query.scope(), conditions),
                                        order,
                                        query.limit() + 1,
                                        query.offset()));
        List<UsageEvent> found = new ArrayList<>();
        while (rows.hasNext()) {
            found.add(UsageFrame.event(rows));
        }
        boolean more = found.size() > query.limit();
        return new UsageQuery.Events(
                more ? found.subList(0, query.limit()) : found,
                more,
                total,
                whole.missing(query.scope(), query.from(), query.to()));
    }

    private static List<String> beyond(UsageQuery.@Nullable Key event, String sign) {
        return event == null
                ? List.of()
                : List.of(
                        "(timestamp, event_id) %s (%s, %s)"
                                .formatted(
                                        sign,
                                        Sql.micros(UsageFrame.micros(event.timestamp())),
                                        Sql.text(event.eventId())));
    }

    private EventState state(UsageQuery.Find query) {
        ReadingState asked = query.state();
        if (asked == null) {
            return EventState.ORIGINAL;
        }
        String asOf = asked.asOf();
        return EventState.of(
                store,
                query.scope(),
                asOf == null ? new TreeMap<>() : Completeness.offsets(asOf),
                asked.assuming());
    }

    public UsageQuery.Windows byMeter(UsageQuery.ByMeter query) {
        String customer = query.externalCustomerId();
        UsageQuery.Groups groups =
                byGroup(
                        UsageQueryByGroupBuilder.builder(
                                        UsageQuery.ByGroup.all(
                                                query.scope(), query.meter(), query.period()))
                                .externalCustomerIds(
                                        customer == null ? List.of() : List.of(customer))
                                .selection(query.selection())
                                .window(query.window())
                                .zone(query.zone())
                                .anchor(query.anchor())
                                .build());
        return new UsageQuery.Windows(
                groups.value(),
                groups.eventCount(),
                groups.groups().stream().flatMap(g -> g.windows().stream()).toList(),
                groups.archived());
    }

    /** What waits on the log to be stored. */
    public UsageQuery.Lag lag() {
        return new UsageQuery.Lag(completeness.waiting());
    }

    /** Errors: IllegalArgumentException if the period has too many windows. */
    public UsageQuery.Groups byGroup(UsageQuery.ByGroup query) {
        return new GroupReader(store, rollups).read(query);
    }

    /**
     * Errors: ReadingIncomplete, for "there is none" must be true of what was just accepted too.
     */
    public long countAll(UsageQuery.CountAll query) {
        completeness.await();
        return store.query("SELECT count() FROM usage_event WHERE " + Sql.inScope(query.scope()))
                .int64();
    }

    private Map<String, MeterResult> results(
            Scope scope, Group group, List<String> customers, EventState state) {
        Map<String, MeterFold> folds = new HashMap<>();
        List<String> distinct = customers.stream().distinct().toList();
        if (!group.sharers().isEmpty()) {
            return together(scope, group, distinct, state);
        }
        for (int from = 0; from < distinct.size(); from += CUSTOMERS_PER_QUERY_MAX) {
            int to = Math.min(distinct.size(), from + CUSTOMERS_PER_QUERY_MAX);
            List<String> where = new ArrayList<>(FilterSql.selected(group.selection()));
            where.add("external_customer_id IN (" + Sql.texts(distinct.subList(from, to)) + ")");
            MeterSql sql =
                    new MeterSql(scope, group.measure(), where, MeterSql.Proof.DIGEST, state);
            RowBinaryReader rows = store.query(sql.perCustomer());
            while (rows.hasNext()) {
                folds.computeIfAbsent(rows.string(), _ -> new MeterFold(group.measure())).add(rows);
            }
        }
        Map<String, MeterResult> results = new HashMap<>();
        folds.forEach((customer, fold) -> results.put(customer, fold.result()));
        return results;
    }

    // What is shared is one number: values that two have in common are one, and the greatest is
    // the greatest of all.
    private Map<String, MeterResult> together(
            Scope scope, Group group, List<String> customers, EventState state) {
        Map<String, MeterResult> results = new HashMap<>();
        for (String customer : customers) {
            List<String> where = new ArrayList<>(FilterSql.selected(group.selection()));
            where.add(WhoseSql.of(customer, group.sharers()));
            MeterSql sql =
                    new MeterSql(scope, group.measure(), where, MeterSql.Proof.DIGEST, state);
            MeterFold fold = new MeterFold(group.measure());
            RowBinaryReader rows = store.query(sql.whole());
            while (rows.hasNext()) {
                fold.add(rows);
            }
            results.put(customer, fold.result());
        }
        return results;
    }

    private static UsageReading reading(
            ReadingRequest request,
            String watermark,
            Map<Group, Map<String, MeterResult>> results) {
        MeterResult result =
                results.getOrDefault(Group.of(request), Map.of())
                        .getOrDefault(request.externalCustomerId(), MeterResult.NONE);
        return new UsageReading(
                request.meter().meterId(),
                request.externalCustomerId(),
                request.period(),
                result.quantity(),
                result.eventCount(),
                watermark,
                result.digest(),
                request.meter().bucketSize() == null
                        ? null
                        : runs(request.basis(), result.buckets()),
                request.meter().during(request.period()),
                request.sharers());
    }

    private static List<UsageReading.Run> runs(
            @Nullable ReadingBasis basis, List<UsageQuery.Bucket> buckets) {
        if (basis == null || basis.told() == ReadingBasis.Told.VALUE) {
            return UsageReading.runs(buckets.stream().map(UsageQuery.Bucket::value).toList());
        }
        ZoneId zone = ZoneId.of(basis.timezone());
        return UsageReading.runsByTime(
                buckets.stream()
                        .map(
                                bucket ->
                                        new WindowedRating.Window(
                                                LocalTime.ofInstant(bucket.start(), zone),
                                                bucket.value()))
                        .toList());
    }

    private static List<String> conditions(UsageQuery.Find query) {
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(query.scope())));
        conditions.addAll(FilterSql.during(query.from(), query.to()));
        conditions.addAll(FilterSql.hasAll(query.properties()));
        if (!query.versions().isEmpty()) {
            conditions.addAll(
                    FilterSql.during(
                            MeterRules.filters(query.versions()), query.from(), query.to()));
        }
        String customer = query.externalCustomerId();
        if (customer != null) {
            conditions.add(WhoseSql.of(customer, query.sharers()));
        }
        Map<String, Optional<String>> columns =
                Map.of(
                        "event_name", Optional.ofNullable(query.eventName()),
                        "event_id", Optional.ofNullable(query.eventId()),
                        "source", Optional.ofNullable(query.source()));
        columns.forEach(
                (column, value) ->
                        value.ifPresent(v -> conditions.add(column + " = " + Sql.text(v))));
        return conditions;
    }

    /** What one query can read for many customers. */
    private record Group(Measure measure, EventSelection selection, List<Sharer> sharers) {
        static Group of(ReadingRequest request) {
            return new Group(Measure.of(request), request.selection(), request.sharers());
        }
    }
}

package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.OpeningRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.Sharer;
import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Finds the uses with which windows begin: of each customer the minutes with a use, which are at
 * most so many as the period has, however much was used. Blocks.
 */
public final class OpeningReader {
    private static final int CUSTOMERS_PER_QUERY_MAX = 500;
    private static final long SECONDS = 60;

    private final UsageStore store;
    private final Completeness completeness;
    private final WholeUsage whole;

    public OpeningReader(UsageStore store, Completeness completeness) {
        this.store = store;
        this.completeness = completeness;
        this.whole = new WholeUsage(store);
    }

    /** What one query can find for many customers. */
    private record Group(
            Measure measure, EventSelection selection, FirstUse windows, List<Sharer> sharers) {
        static Group of(OpeningRequest request) {
            return new Group(
                    Measure.of(request.usage()),
                    request.usage().selection(),
                    request.windows(),
                    request.usage().sharers());
        }
    }

    /** Errors: ReadingIncomplete; UsageArchived; StoreUnavailable. */
    public OpeningQuery.Openings find(OpeningQuery.Find query) {
        return whole.of(
                query.scope(),
                query.requests().stream().map(request -> request.usage().period()).toList(),
                () -> openings(query));
    }

    private OpeningQuery.Openings openings(OpeningQuery.Find query) {
        SortedMap<Integer, Long> upTo = completeness.upTo(query.freshness(), query.state());
        ReadingState asked = query.state();
        EventState state =
                EventState.of(store, query.scope(), upTo, asked == null ? null : asked.assuming());
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (OpeningRequest request : query.requests()) {
            groups.computeIfAbsent(Group.of(request), _ -> new ArrayList<>())
                    .add(request.usage().externalCustomerId());
        }
        Map<Group, Map<String, FirstUse.Openings>> found = new HashMap<>();
        groups.forEach(
                (group, customers) -> found.put(group, find(query, group, customers, state)));
        return new OpeningQuery.Openings(
                query.requests().stream()
                        .map(
                                request -> {
                                    FirstUse.Openings openings =
                                            found.getOrDefault(Group.of(request), Map.of())
                                                    .get(request.usage().externalCustomerId());
                                    return openings == null ? List.<Instant>of() : openings.found();
                                })
                        .toList(),
                Completeness.text(upTo));
    }

    private Map<String, FirstUse.Openings> find(
            OpeningQuery.Find query, Group group, List<String> customers, EventState state) {
        Map<String, FirstUse.Openings> found = new HashMap<>();
        List<String> distinct = customers.stream().distinct().toList();
        if (!group.sharers().isEmpty()) {
            distinct.forEach(one -> found.put(one, together(query.scope(), group, one, state)));
            return found;
        }
        for (int from = 0; from < distinct.size(); from += CUSTOMERS_PER_QUERY_MAX) {
            int to = Math.min(distinct.size(), from + CUSTOMERS_PER_QUERY_MAX);
            List<String> where = new ArrayList<>(FilterSql.selected(group.selection()));
            where.add("external_customer_id IN (" + Sql.texts(distinct.subList(from, to)) + ")");
            MeterSql sql =
                    new MeterSql(
                            query.scope(), group.measure(), where, MeterSql.Proof.WITHOUT, state);
            RowBinaryReader rows = store.query(sql.minutes());
            while (rows.hasNext()) {
                found.computeIfAbsent(rows.string(), _ -> new FirstUse.Openings(group.windows()))
                        .take(minute(rows));
            }
        }
        return found;
    }

    private FirstUse.Openings together(
            Scope scope, Group group, String customer, EventState state) {
        List<String> where = new ArrayList<>(FilterSql.selected(group.selection()));
        where.add(WhoseSql.of(customer, group.sharers()));
        return openings(
                store.query(
                        new MeterSql(scope, group.measure(), where, MeterSql.Proof.WITHOUT, state)
                                .minutes()),
                group.windows());
    }

    /** Of the minutes of several customers together, as {@link MeterSql#minutes} has them. */
    static FirstUse.Openings openings(RowBinaryReader rows, FirstUse windows) {
        TreeSet<Instant> minutes = new TreeSet<>();
        while (rows.hasNext()) {
            rows.string();
            minutes.add(minute(rows));
        }
        FirstUse.Openings openings = new FirstUse.Openings(windows);
        minutes.forEach(openings::take);
        return openings;
    }

    /** The minute where {@code rows} stands. */
    static Instant minute(RowBinaryReader rows) {
        return Instant.ofEpochSecond(Math.multiplyExact(rows.int64(), SECONDS));
    }
}

package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendedEvent;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView;
import io.tallybook.core.usage.AmendmentView.Mark;
import io.tallybook.core.usage.LogPosition;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.AmendmentFrame;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads amendments and what they say. Blocks. */
public final class AmendmentReader {
    private static final int TOUCHED_MAX = 1_000;
    private static final String AMENDED =
            "amendment, action, was_event_name, was_external_customer_id, was_timestamp, "
                    + EventState.COLUMNS;

    private final UsageStore store;
    private final Completeness completeness;

    public AmendmentReader(UsageStore store, Completeness completeness) {
        this.store = store;
        this.completeness = completeness;
    }

    /** Errors: ReadingIncomplete, as for all that must know what was just acknowledged. */
    public Optional<AmendmentView> find(UsageQuery.AmendmentOf query) {
        completeness.await();
        return Optional.ofNullable(
                views(query.scope(), List.of(query.id().value())).get(query.id().value()));
    }

    public UsageQuery.Amendments page(UsageQuery.AmendmentsOf query) {
        completeness.await();
        String inScope = Sql.inScope(query.scope());
        AmendmentId after = query.after();
        long total =
                store.query("SELECT uniqExact(amendment) FROM usage_amendment WHERE " + inScope)
                        .int64();
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT DISTINCT amendment FROM usage_amendment WHERE %s %s
                        ORDER BY amendment DESC LIMIT %d OFFSET %d
                        """
                                .formatted(
                                        inScope,
                                        after == null
                                                ? ""
                                                : "AND amendment < " + Sql.text(after.value()),
                                        query.limit() + 1,
                                        query.offset()));
        List<String> ids = new ArrayList<>();
        while (rows.hasNext()) {
            ids.add(rows.string());
        }
        boolean more = ids.size() > query.limit();
        if (more) {
            ids.removeLast();
        }
        Map<String, AmendmentView> views = ids.isEmpty() ? Map.of() : views(query.scope(), ids);
        return new UsageQuery.Amendments(
                ids.stream().map(views::get).filter(Objects::nonNull).toList(), total, more);
    }

    /** In the order of the events' ids; of each what is said last. */
    public UsageQuery.AmendedEvents events(UsageQuery.AmendedEventsOf query) {
        completeness.await();
        String after = query.after();
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT %s FROM usage_amended WHERE %s AND amendment = %s %s
                        ORDER BY event_id, kafka_offset DESC LIMIT 1 BY event_id LIMIT %d
                        """
                                .formatted(
                                        AMENDED,
                                        Sql.inScope(query.scope()),
                                        Sql.text(query.id().value()),
                                        after == null ? "" : "AND event_id > " + Sql.text(after),
                                        query.limit() + 1));
        List<AmendedEvent> found = new ArrayList<>();
        while (rows.hasNext()) {
            found.add(Said.next(rows).event());
        }
        boolean more = found.size() > query.limit();
        return new UsageQuery.AmendedEvents(more ? found.subList(0, query.limit()) : found, more);
    }

    /** What each amendment says of one event, in the order of the log. */
    List<UsageReceipt.Amended> of(Scope scope, String eventId) {
        List<Said> said = said(scope, "event_id = " + Sql.text(eventId) + " ORDER BY kafka_offset");
        if (said.isEmpty()) {
            return List.of();
        }
        Map<String, List<Mark>> steps =
                steps(
                        scope,
                        said.stream()
                                .map(one -> one.event().amendment().value())
                                .distinct()
                                .toList());
        return said.stream()
                .map(
                        one ->
                                new UsageReceipt.Amended(
                                        one.event(),
                                        steps.getOrDefault(
                                                one.event().amendment().value(), List.of())))
                .toList();
    }

    /** Where the first record stands that speaks of an event. */
    Optional<LogPosition> firstPosition(Scope scope, String eventId) {
        return said(scope, "event_id = " + Sql.text(eventId) + " ORDER BY kafka_offset LIMIT 1")
                .stream()
                .findFirst()
                .map(Said::position);
    }

    private List<Said> said(Scope scope, String which) {
        RowBinaryReader rows =
                store.query(
                        "SELECT %s FROM usage_amended WHERE %s AND %s"
                                .formatted(AMENDED, Sql.inScope(scope), which));
        List<Said> said = new ArrayList<>();
        while (rows.hasNext()) {
            said.add(Said.next(rows));
        }
        return said;
    }

    private record Said(AmendedEvent event, LogPosition position) {
        static Said next(RowBinaryReader rows) {
            var amendment = new AmendmentId(rows.string());
            Action action = AmendmentFrame.action(rows.int8());
            String name = rows.string();
            String customer = rows.string();
            var was = new AmendedEvent.Place(name, customer, UsageFrame.instant(rows.int64()));
            UsageEvent event = UsageFrame.event(rows);
            return new Said(
                    new AmendedEvent(amendment, action, event, customer.isEmpty() ? null : was),
                    new LogPosition(rows.uint16(), rows.int64()));
        }
    }

    /** Events as they first came in, by their ids; those that never did are left out. */
    public Map<String, UsageEvent> originals(Scope scope, Collection<String> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        String which = Sql.inScope(scope) + " AND event_id IN (" + Sql.texts(ids) + ")";
        return byId(
                """
                SELECT %s FROM usage_event WHERE %s
                    AND (event_name, external_customer_id, timestamp) IN (
                    SELECT event_name, external_customer_id, timestamp
                    FROM usage_event_identity WHERE %s)
                LIMIT 1 BY event_id
                """
                        .formatted(EventState.COLUMNS, which, which));
    }

    /** Events as they are now, whether they count or not. */
    public Map<String, UsageEvent> current(Scope scope, Collection<String> ids) {
        Map<String, UsageEvent> events = new HashMap<>(originals(scope, ids));
        EventState state = EventState.of(store, scope);
        if (state.isAmended() && !ids.isEmpty()) {
            events.putAll(byId(state.spoken(scope, "event_id IN (" + Sql.texts(ids) + ")")));
        }
        return events;
    }

    /** Which of these ids no event and no other amendment has. */
    public Set<String> unknown(Scope scope, AmendmentId amendment, Collection<String> ids) {
        Set<String> unknown = new HashSet<>(ids);
        if (ids.isEmpty()) {
            return unknown;
        }
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT event_id FROM usage_event_identity
                        WHERE %1$s AND event_id IN (%2$s) AND event_id NOT IN (
                            SELECT event_id FROM usage_amended
                            WHERE %1$s AND amendment = %3$s AND action = %4$d)
                        """
                                .formatted(
                                        Sql.inScope(scope),
                                        Sql.texts(ids),
                                        Sql.text(amendment.value()),
                                        AmendmentFrame.number(Action.ADD)));
        while (rows.hasNext()) {
            unknown.remove(rows.string());
        }
        return unknown;
    }

    /** A page of the events that count in a frame, in the order of their ids. */
    public List<UsageEvent> inFrame(
            Scope scope, AmendmentDraft.Frame frame, @Nullable String after, int limit) {
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(scope)));
        conditions.add("external_customer_id = " + Sql.text(frame.externalCustomerId()));
        conditions.addAll(FilterSql.during(frame.from(), frame.to()));
        conditions.addAll(FilterSql.hasAll(frame.properties()));
        String name = frame.eventName();
        if (name != null) {
            conditions.add("event_name = " + Sql.text(name));
        }
        if (after != null) {
            conditions.add("event_id > " + Sql.text(after));
        }
        return events(
                "SELECT %s FROM (SELECT * FROM %s) ORDER BY event_id LIMIT 1 BY event_id LIMIT %d"
                        .formatted(
                                EventState.COLUMNS,
                                EventState.of(store, scope).from(scope, conditions),
                                limit));
    }

    private Map<String, UsageEvent> byId(String sql) {
        Map<String, UsageEvent> events = new LinkedHashMap<>();
        events(sql).forEach(event -> events.put(event.eventId(), event));
        return events;
    }

    private List<UsageEvent> events(String sql) {
        RowBinaryReader rows = store.query(sql);
        List<UsageEvent> events = new ArrayList<>();
        while (rows.hasNext()) {
            events.add(UsageFrame.event(rows));
            rows.uint16();
            rows.int64();
        }
        return events;
    }

    private Map<String, AmendmentView> views(Scope scope, List<String> ids) {
        Map<String, Map<Action, Long>> counts = counts(scope, ids);
        Map<String, List<AmendmentView.Touched>> touched = touched(scope, ids);
        Map<String, AmendmentView> views = new LinkedHashMap<>();
        steps(scope, ids)
                .forEach(
                        (id, marks) ->
                                views.put(
                                        id,
                                        new AmendmentView(
                                                new AmendmentId(id),
                                                scope,
                                                marks,
                                                counts.getOrDefault(id, Map.of()),
                                                touched.getOrDefault(id, List.of()))));
        return views;
    }

    private Map<String, List<Mark>> steps(Scope scope, List<String> ids) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT DISTINCT amendment, step, at, actor, reason, kafka_partition,
                            kafka_offset
                        FROM usage_amendment WHERE %s ORDER BY kafka_offset
                        """
                                .formatted(which(scope, ids)));
        Map<String, List<Mark>> steps = new LinkedHashMap<>();
        while (rows.hasNext()) {
            steps.computeIfAbsent(rows.string(), _ -> new ArrayList<>())
                    .add(
                            new Mark(
                                    AmendmentFrame.step(rows.int8()),
                                    UsageFrame.instant(rows.int64()),
                                    rows.string(),
                                    rows.string(),
                                    new LogPosition(rows.uint16(), rows.int64())));
        }
        return steps;
    }

    private Map<String, Map<Action, Long>> counts(Scope scope, List<String> ids) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT amendment, action, uniqExact(event_id) FROM usage_amended WHERE %s
                        GROUP BY amendment, action
                        """
                                .formatted(which(scope, ids)));
        Map<String, Map<Action, Long>> counts = new HashMap<>();
        while (rows.hasNext()) {
            counts.computeIfAbsent(rows.string(), _ -> new EnumMap<>(Action.class))
                    .put(AmendmentFrame.action(rows.int8()), rows.int64());
        }
        return counts;
    }

    private Map<String, List<AmendmentView.Touched>> touched(Scope scope, List<String> ids) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT amendment, whose, min(happened), max(happened) FROM (
                            SELECT amendment, external_customer_id AS whose, timestamp AS happened
                            FROM usage_amended WHERE %1$s
                            UNION ALL
                            SELECT amendment, was_external_customer_id, was_timestamp
                            FROM usage_amended WHERE %1$s AND was_external_customer_id != '')
                        GROUP BY amendment, whose ORDER BY amendment, whose LIMIT %2$d BY amendment
                        """
                                .formatted(which(scope, ids), TOUCHED_MAX));
        Map<String, List<AmendmentView.Touched>> touched = new HashMap<>();
        while (rows.hasNext()) {
            touched.computeIfAbsent(rows.string(), _ -> new ArrayList<>())
                    .add(
                            new AmendmentView.Touched(
                                    rows.string(),
                                    UsageFrame.instant(rows.int64()),
                                    UsageFrame.instant(rows.int64())));
        }
        return touched;
    }

    private static String which(Scope scope, List<String> ids) {
        return Sql.inScope(scope) + " AND amendment IN (" + Sql.texts(ids) + ")";
    }
}

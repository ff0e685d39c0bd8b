package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.GroupKey;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the usage of a meter as a whole, by groups and by windows, all of one moment. */
final class GroupReader {
    private final UsageStore store;
    private final WholeUsage whole;
    private final @Nullable RollupSteps rollups;

    /**
     * @param rollups absent to read nothing but events
     */
    GroupReader(UsageStore store, @Nullable RollupSteps rollups) {
        this.store = store;
        this.whole = new WholeUsage(store);
        this.rollups = rollups;
    }

    private static final class Tally {
        private final MeterFold all;
        private final SortedMap<Long, MeterFold> windows = new TreeMap<>();

        Tally(Measure measure) {
            this.all = new MeterFold(measure);
        }
    }

    /** What the rows come to, as a whole, by group and by window. */
    private static final class Tallies {
        private final Measure measure;
        private final int keys;
        private final boolean adds;
        private final MeterFold all;
        private final Map<List<String>, Tally> groups = new LinkedHashMap<>();

        Tallies(Measure measure, int keys) {
            this.measure = measure;
            this.keys = keys;
            this.adds = !(measure.rules().aggregation() instanceof Aggregation.UniqueCount);
            this.all = new MeterFold(measure);
        }

        void add(RowBinaryReader rows) {
            while (rows.hasNext()) {
                int level = rows.int8();
                long window = rows.int64();
                List<String> key = new ArrayList<>(keys);
                for (int i = 0; i < keys; i++) {
                    key.add(rows.string());
                }
                add(level, window, key, MeterRow.next(rows));
            }
        }

        private void add(int level, long window, List<String> key, MeterRow row) {
            if (adds || level == 2) {
                all.add(row);
            }
            if (level < 2) {
                Tally tally = groups.computeIfAbsent(key, _ -> new Tally(measure));
                if (adds || level == 1) {
                    tally.all.add(row);
                }
                if (level == 0) {
                    tally.windows.computeIfAbsent(window, _ -> new MeterFold(measure)).add(row);
                }
            }
        }
    }

    UsageQuery.Groups read(UsageQuery.ByGroup query) {
        Measure measure = measure(query);
        EventState state = state(query);
        Optional<RollupSql> addedUp = addedUp(query, measure, state);
        List<BillingPeriod> fromEvents =
                addedUp.map(RollupSql::readFromEvents).orElse(List.of(query.period()));
        SortedSet<YearMonth> archived = new TreeSet<>(missing(query, fromEvents));
        Tallies tallies = new Tallies(measure, Math.max(1, query.by().size()));
        store.queries(sql(query, measure, state, addedUp)).forEach(tallies::add);
        archived.addAll(missing(query, fromEvents));
        return answer(query, tallies.all.result(), tallies.groups, List.copyOf(archived));
    }

    // Asked before and after, for a month may leave or come back meanwhile.
    private List<YearMonth> missing(UsageQuery.ByGroup query, List<BillingPeriod> periods) {
        return periods.stream()
                .flatMap(period -> whole.missing(query.scope(), period).stream())
                .toList();
    }

    private List<String> sql(
            UsageQuery.ByGroup query,
            Measure measure,
            EventState state,
            Optional<RollupSql> addedUp) {
        List<String> keys = keys(query.by());
        return addedUp.map(sql -> sql.perWindow(start(query), keys.getFirst()))
                .orElseGet(
                        () ->
                                List.of(
                                        new MeterSql(
                                                        query.scope(),
                                                        measure,
                                                        where(query),
                                                        MeterSql.Proof.WITHOUT,
                                                        state)
                                                .perWindow(start(query), keys)));
    }

    private EventState state(UsageQuery.ByGroup query) {
        ReadingState asked = query.state();
        if (asked == null) {
            return EventState.of(store, query.scope());
        }
        String asOf = asked.asOf();
        return EventState.of(
                store,
                query.scope(),
                asOf == null ? new TreeMap<>() : Completeness.offsets(asOf),
                asked.assuming());
    }

    /** Empty where what is asked depends on more than rollups know. */
    private Optional<RollupSql> addedUp(
            UsageQuery.ByGroup query, Measure measure, EventState state) {
        boolean looksAtEvents =
                query.anchor() != null
                        || !query.selection().equals(EventSelection.ALL)
                        || !query.sources().isEmpty()
                        || !query.sharers().isEmpty()
                        || query.by().size() > 1
                        || query.by().stream().anyMatch(key -> !(key instanceof GroupKey.Customer));
        if (rollups == null || looksAtEvents || query.state() != null) {
            return Optional.empty();
        }
        return RollupSql.of(
                query.scope(),
                measure,
                query.externalCustomerIds(),
                query.window() == null ? null : MeterRules.window(query.window()),
                query.zone(),
                rollups.current(),
                state);
    }

    private static UsageQuery.Groups answer(
            UsageQuery.ByGroup query,
            MeterResult whole,
            Map<List<String>, Tally> groups,
            List<YearMonth> archived) {
        List<UsageQuery.Group> items = new ArrayList<>();
        groups.forEach(
                (key, tally) -> {
                    MeterResult all = tally.all.result();
                    if (all.eventCount() > 0) {
                        items.add(
                                new UsageQuery.Group(
                                        query.by().isEmpty() ? List.of() : key,
                                        all.quantity(),
                                        all.eventCount(),
                                        query.window() == null
                                                ? List.of()
                                                : windows(tally.windows)));
                    }
                });
        return new UsageQuery.Groups(
                whole.quantity(), whole.eventCount(), whole.buckets(), items, archived);
    }

    private static List<UsageQuery.Window> windows(SortedMap<Long, MeterFold> folds) {
        List<UsageQuery.Window> windows = new ArrayList<>();
        folds.forEach(
                (start, fold) -> {
                    MeterResult result = fold.result();
                    if (result.eventCount() > 0) {
                        windows.add(
                                new UsageQuery.Window(
                                        UsageFrame.instant(start),
                                        result.quantity(),
                                        result.eventCount()));
                    }
                });
        return windows;
    }

    private static Measure measure(UsageQuery.ByGroup query) {
        return query.basis() == null
                ? Measure.of(query.meter(), query.period(), query.zone())
                : Measure.of(
                        new ReadingRequest(
                                query.meter(),
                                "",
                                query.period(),
                                query.selection(),
                                query.basis()));
    }

    private static List<String> where(UsageQuery.ByGroup query) {
        List<String> where = new ArrayList<>(FilterSql.selected(query.selection()));
        if (!query.externalCustomerIds().isEmpty()) {
            where.add(WhoseSql.of(query.externalCustomerIds(), query.sharers()));
        }
        if (!query.sources().isEmpty()) {
            where.add("source IN (" + Sql.texts(query.sources()) + ")");
        }
        return where;
    }

    private static String start(UsageQuery.ByGroup query) {
        return query.window() == null
                ? "toInt64(0)"
                : WindowSql.start(
                        MeterRules.window(query.window()),
                        query.zone(),
                        query.anchor() == null ? firstOfSomeMonth(query.zone()) : query.anchor(),
                        query.period());
    }

    private static Instant firstOfSomeMonth(ZoneId zone) {
        return LocalDate.EPOCH.atStartOfDay(zone).toInstant();
    }

    private static List<String> keys(List<GroupKey> by) {
        return by.isEmpty()
                ? List.of("materialize('')")
                : by.stream()
                        .map(
                                key ->
                                        switch (key) {
                                            case GroupKey.Property(String name) ->
                                                    "properties[" + Sql.text(name) + "]";
                                            case GroupKey.Source _ ->
                                                    "toString(ifNull(source, ''))";
                                            case GroupKey.Customer _ -> "external_customer_id";
                                        })
                        .toList();
    }
}

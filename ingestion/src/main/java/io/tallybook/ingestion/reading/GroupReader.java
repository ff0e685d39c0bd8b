package io.tallybook.ingestion.reading;

import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.GroupKey;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the usage of a meter as a whole, by groups and by windows, all of one moment. */
final class GroupReader {
    private final UsageStore store;

    GroupReader(UsageStore store) {
        this.store = store;
    }

    private static final class Tally {
        private final MeterFold all;
        private final SortedMap<Long, MeterFold> windows = new TreeMap<>();

        Tally(Measure measure) {
            this.all = new MeterFold(measure);
        }
    }

    UsageQuery.Groups read(UsageQuery.ByGroup query) {
        Measure measure = Measure.of(query.meter(), query.period(), query.zone());
        RowBinaryReader rows =
                store.query(
                        new MeterSql(query.scope(), measure, where(query), MeterSql.Proof.WITHOUT)
                                .perWindow(start(query), keys(query.by())));
        boolean adds = !(measure.rules().aggregation() instanceof Aggregation.UniqueCount);
        int keys = Math.max(1, query.by().size());
        MeterFold whole = new MeterFold(measure);
        Map<List<String>, Tally> groups = new LinkedHashMap<>();
        while (rows.hasNext()) {
            int level = rows.int8();
            long window = rows.int64();
            List<String> key = new ArrayList<>(keys);
            for (int i = 0; i < keys; i++) {
                key.add(rows.string());
            }
            MeterRow row = MeterRow.next(rows);
            if (adds || level == 2) {
                whole.add(row);
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
        return answer(query, whole.result(), groups);
    }

    private static UsageQuery.Groups answer(
            UsageQuery.ByGroup query, MeterResult whole, Map<List<String>, Tally> groups) {
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
        return new UsageQuery.Groups(whole.quantity(), whole.eventCount(), whole.buckets(), items);
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

    private static List<String> where(UsageQuery.ByGroup query) {
        List<String> where = new ArrayList<>(MeterSql.selected(query.selection()));
        if (!query.externalCustomerIds().isEmpty()) {
            where.add("external_customer_id IN (" + Sql.texts(query.externalCustomerIds()) + ")");
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
                        firstOfSomeMonth(query.zone()),
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

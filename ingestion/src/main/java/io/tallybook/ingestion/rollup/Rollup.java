package io.tallybook.ingestion.rollup;

import io.tallybook.ingestion.store.NumberSql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Adds usage up by hour and day, a step of the log at a time, and puts small steps together.
 *
 * <pre>
 * write the rows of step n → name step n as finished → (others replace it) → forget n → drop its rows
 * </pre>
 *
 * A crash before a step is named leaves rows that nobody reads. Two that add up at once name two
 * steps from the same place, of which one is chosen. So whatever happens, a position of the log is
 * added up once. Blocks.
 */
public final class Rollup {
    /** Positions of the log in one step. */
    static final long STEP_MAX = 1_000_000;

    /** A step is put together with those behind it once they are as long as a fourth of it. */
    private static final int GROWTH = 4;

    /** For how long rows that are no longer needed, or not yet named, are left alone. */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** In the order of the tables. */
    private static final String COLUMNS =
            "tenant, environment, event_name, property, external_customer_id, slot";

    private static final String WRITTEN =
            "min_insert_block_size_rows = 200000, min_insert_block_size_bytes = 0";

    /**
     * A step has as many rows as its events have numbers, if each is of another customer or hour:
     * what the store cannot keep in memory it puts on the disk.
     */
    private static final String ON_DISK =
            "max_bytes_before_external_group_by = 100000000, max_block_size = 4096, " + WRITTEN;

    /** Rows of several parts in their order, so that only those of one key are looked at. */
    private static final String IN_ORDER =
            "optimize_aggregation_in_order = 1, max_block_size = 1024, " + WRITTEN;

    private static final String NUMBERS = "events, total, greatest, latest, latest_at, latest_id";

    private final UsageStore store;
    private final RollupSteps steps;
    private final Clock clock;
    private long lastId;

    /**
     * @param clock the machine's: steps are numbered by it
     */
    public Rollup(UsageStore store, RollupSteps steps, Clock clock) {
        this.store = store;
        this.steps = steps;
        this.clock = clock;
    }

    /**
     * Adds up what is stored and not added up yet.
     *
     * @param stored the offset of each partition before which everything is stored
     * @return whether there was anything
     */
    public boolean catchUp(SortedMap<Integer, Long> stored) {
        Rolled rolled = Rolled.of(steps.finished());
        boolean added = false;
        SortedMap<Integer, Long> at = rolled.upTo();
        SortedMap<Integer, Long> to = next(at, stored);
        while (!to.equals(at)) {
            Rolled.Step step = new Rolled.Step(nextId(), at, to);
            write(step);
            steps.finish(step);
            added = true;
            at = to;
            to = next(at, stored);
        }
        return added;
    }

    /**
     * How many positions of the log are stored and not added up.
     *
     * @param stored as of {@link #catchUp}
     */
    public long behind(SortedMap<Integer, Long> stored) {
        SortedMap<Integer, Long> upTo = Rolled.of(steps.finished()).upTo();
        return stored.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - upTo.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    private static SortedMap<Integer, Long> next(
            SortedMap<Integer, Long> at, SortedMap<Integer, Long> stored) {
        long each = STEP_MAX / Math.max(1, stored.size());
        SortedMap<Integer, Long> to = new TreeMap<>(at);
        stored.forEach(
                (partition, offset) -> {
                    long from = at.getOrDefault(partition, 0L);
                    if (offset > from) {
                        to.put(partition, Math.min(offset, from + each));
                    }
                });
        return to;
    }

    /** Replaces the last steps by one as long as there are too many short ones. */
    public void putTogether() {
        List<Rolled.Step> all = Rolled.of(steps.finished()).steps();
        int first = all.size() - 1;
        long behind = 0;
        for (int i = all.size() - 1; i > 0; i--) {
            behind += all.get(i).size();
            if (all.get(i - 1).size() < GROWTH * behind) {
                first = i - 1;
            }
        }
        if (first < all.size() - 1) {
            List<Rolled.Step> few = all.subList(first, all.size());
            Rolled.Step whole =
                    new Rolled.Step(nextId(), few.getFirst().begins(), few.getLast().ends());
            merge(few, whole);
            steps.finish(whole);
        }
    }

    /** Forgets steps that others have long replaced, and drops rows that no step needs. */
    public void tidy() {
        List<Rolled.Step> all = steps.finished();
        Set<Long> kept = new HashSet<>();
        List<Long> replaced = new ArrayList<>();
        for (Rolled.Step step : all) {
            if (all.stream().anyMatch(other -> other.id() < before() && other.replaces(step))) {
                replaced.add(step.id());
            } else {
                kept.add(step.id());
            }
        }
        if (!replaced.isEmpty()) {
            steps.forget(replaced);
        }
        for (Slot slot : Slot.values()) {
            drop(slot, kept);
        }
    }

    private void drop(Slot slot, Set<Long> kept) {
        RowBinaryReader rows =
                store.query(
                        "SELECT DISTINCT toUInt64(partition) FROM system.parts WHERE database ="
                                + " currentDatabase() AND active AND table = '%s'"
                                        .formatted(slot.table()));
        List<Long> unneeded = new ArrayList<>();
        while (rows.hasNext()) {
            long id = rows.int64();
            if (!kept.contains(id) && id < before()) {
                unneeded.add(id);
            }
        }
        unneeded.forEach(
                id ->
                        store.execute(
                                "ALTER TABLE %s DROP PARTITION %d".formatted(slot.table(), id)));
    }

    private long before() {
        return id(clock.instant().minus(GRACE));
    }

    private synchronized long nextId() {
        lastId = Math.max(lastId + 1, id(clock.instant()));
        return lastId;
    }

    private static long id(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private void write(Rolled.Step step) {
        store.executeHoweverLong(
                """
                INSERT INTO %1$s (step, %2$s, %3$s)
                SELECT %4$d, %2$s, count(), sum(number), max(number),
                    argMax(number, (at, event_id)), tupleElement(max((at, event_id)), 1),
                    tupleElement(max((at, event_id)), 2)
                FROM (
                    SELECT tenant, environment, event_name, external_customer_id, event_id,
                        %5$s AS slot, toUnixTimestamp64Micro(timestamp) AS at,
                        arrayJoin(arrayConcat([('', '0')], arrayFilter(
                            p -> p.1 != '' AND %6$s,
                            CAST(properties, 'Array(Tuple(String, String))')))) AS one,
                        one.1 AS property, %7$s AS number
                    FROM (
                        SELECT * FROM usage_event WHERE %8$s
                        LIMIT 1 BY kafka_partition, kafka_offset))
                GROUP BY %2$s
                SETTINGS %9$s
                """
                        .formatted(
                                Slot.HOUR.table(),
                                COLUMNS,
                                NUMBERS,
                                step.id(),
                                Slot.HOUR.of("timestamp"),
                                NumberSql.isOne("p.2"),
                                NumberSql.of("one.2"),
                                between(step),
                                ON_DISK));
        String hours =
                "(SELECT * REPLACE (%s AS slot) FROM %s WHERE step = %d)"
                        .formatted(Slot.DAY.ofHours("slot"), Slot.HOUR.table(), step.id());
        addUp(hours, Slot.DAY, step.id(), ON_DISK);
    }

    private static String between(Rolled.Step step) {
        return step.ends().entrySet().stream()
                .map(
                        end ->
                                "(kafka_partition = %d AND kafka_offset >= %d AND kafka_offset < %d)"
                                        .formatted(
                                                end.getKey(),
                                                step.begins().getOrDefault(end.getKey(), 0L),
                                                end.getValue()))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private void merge(List<Rolled.Step> parts, Rolled.Step whole) {
        String ids =
                parts.stream()
                        .map(part -> Long.toString(part.id()))
                        .collect(Collectors.joining(","));
        for (Slot slot : Slot.values()) {
            addUp(slot.table() + " WHERE step IN (" + ids + ")", slot, whole.id(), IN_ORDER);
        }
    }

    private void addUp(String rows, Slot slot, long step, String settings) {
        store.executeHoweverLong(
                """
                INSERT INTO %1$s (step, %2$s, %3$s)
                SELECT %4$d, %2$s, sum(events), sum(total), max(greatest),
                    argMax(latest, (latest_at, latest_id)),
                    tupleElement(max((latest_at, latest_id)), 1),
                    tupleElement(max((latest_at, latest_id)), 2)
                FROM %5$s
                GROUP BY %2$s
                SETTINGS %6$s
                """
                        .formatted(slot.table(), COLUMNS, NUMBERS, step, rows, settings));
    }
}

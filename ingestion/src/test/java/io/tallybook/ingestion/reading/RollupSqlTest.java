package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.AmendedEvent;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageQuery.GroupKey;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.core.usage.UsageQueryByGroupBuilder;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.rollup.Rollup;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.rollup.Slot;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.AmendmentFrame;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.testkit.MutableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is added up by hour and day, with amendments that come and go, against events that came in
 * just so: the same answer at every moment.
 *
 * <p>{@code -Dmetering.questions=10000} for as many questions, {@code -Dmetering.seed=…} to see a
 * failure again.
 */
class RollupSqlTest {
    private static final int CASES = Integer.getInteger("metering.questions", 400);
    private static final int CASES_PER_ROUND = 50;
    private static final AtomicInteger PARTITION = new AtomicInteger(1_000);
    private static final Instant START = Instant.parse("2026-02-20T00:00:00Z");
    private static final int HOURS = 24 * 60;
    private static final String NAME = "it's used";
    private static final List<String> CUSTOMERS = List.of("alpha", "beta", "it's \\ δ");
    private static final List<ZoneId> ZONES =
            List.of(
                    ZoneId.of("UTC"),
                    ZoneId.of("America/New_York"),
                    ZoneId.of("Asia/Kathmandu"),
                    ZoneId.of("Australia/Lord_Howe"),
                    ZoneId.of("Europe/Berlin"));

    private static final List<String> COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "event_id",
                    "event_name",
                    "external_customer_id",
                    "timestamp",
                    "received_at",
                    "source",
                    "properties",
                    "kafka_partition",
                    "kafka_offset");
    private static final List<String> AMENDED_COLUMNS =
            Stream.concat(
                            Stream.of(
                                    "amendment",
                                    "action",
                                    "was_event_name",
                                    "was_external_customer_id",
                                    "was_timestamp"),
                            COLUMNS.stream())
                    .toList();
    private static final List<String> STEP_COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "amendment",
                    "step",
                    "at",
                    "actor",
                    "reason",
                    "kafka_partition",
                    "kafka_offset");

    private final Map<String, UsageEvent> events = new HashMap<>();
    private final List<Amending> amendments = new ArrayList<>();
    private final int one = PARTITION.getAndIncrement();
    private final int other = PARTITION.getAndIncrement();
    private final SortedMap<Integer, Long> stored = new TreeMap<>(Map.of(one, 0L, other, 0L));
    private final MutableClock clock = MutableClock.at(UsagePath.NOON);
    private UsagePath path;
    private UsageReader raw;
    private UsageReader rolledUp;
    private Rollup rollup;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        raw = path.reader();
        var steps = new RollupSteps(path.store());
        rolledUp = new UsageReader(path.store(), path.completeness(), steps);
        rollup = new Rollup(path.store(), steps, clock);
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void whatIsAddedUpIsWhatTheEventsComeTo() {
        long seed = Long.getLong("metering.seed", System.nanoTime());
        System.out.println(CASES + " questions to the rollups, seed " + seed);
        Random random = new Random(seed);
        for (int done = 0; done < CASES; done += CASES_PER_ROUND) {
            store(random, random.nextInt(300));
            if (random.nextInt(4) > 0) {
                rollup.catchUp(stored);
            }
            if (random.nextInt(2) == 0) {
                rollup.putTogether();
            }
            if (random.nextInt(4) == 0) {
                store(random, random.nextInt(40));
            }
            if (random.nextInt(4) == 0) {
                clock.advance(Duration.ofMinutes(20));
                rollup.tidy();
            }
            if (random.nextInt(3) == 0) {
                amend(random);
            }
            if (random.nextInt(3) == 0 && !amendments.isEmpty()) {
                step(
                        amendments.get(random.nextInt(amendments.size())),
                        one(random, Step.APPLIED, Step.REVERTED));
            }
            Scope plain = plain();
            for (int i = 0; i < CASES_PER_ROUND; i++) {
                UsageQuery.ByGroup question = question(random);
                assertThat(sorted(rolledUp.byGroup(question)))
                        .as("seed %d, %s", seed, question)
                        .isEqualTo(sorted(raw.byGroup(in(plain, question))));
            }
        }
    }

    @Test
    void whatIsStoredAndNotAddedUpIsBehind() {
        store(new Random(3), 100);

        assertThat(rollup.behind(stored)).isEqualTo(100);

        rollup.catchUp(stored);
        assertThat(rollup.behind(stored)).isZero();
    }

    @Test
    void aStepThatWasNotFinishedCountsForNothingAndIsDropped() {
        Random random = new Random(1);
        store(random, 100);
        rollup.catchUp(stored);
        for (Slot slot : Slot.values()) {
            path.store()
                    .execute(
                            "INSERT INTO %1$s SELECT * REPLACE (7 AS step) FROM %1$s WHERE tenant = '%2$s'"
                                    .formatted(slot.table(), path.scope().tenant()));
        }

        assertThat(rolledUp.byGroup(everything())).isEqualTo(raw.byGroup(everything()));

        rollup.tidy();
        assertThat(steps(path.store())).doesNotContain(7L);
        assertThat(rolledUp.byGroup(everything())).isEqualTo(raw.byGroup(everything()));
    }

    @Test
    void twoThatAddUpAtOnceAddUpOnce() {
        Random random = new Random(2);
        for (int round = 0; round < 5; round++) {
            store(random, 200);
            SortedMap<Integer, Long> half = new TreeMap<>(stored);
            half.replaceAll((_, offset) -> offset - random.nextInt(50));
            var theirs =
                    new Rollup(
                            path.store(),
                            new RollupSteps(path.store()),
                            MutableClock.at(clock.instant().plusMillis(random.nextInt(9))));
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> addUp(rollup, stored)),
                            CompletableFuture.runAsync(() -> addUp(theirs, half)))
                    .join();
            assertThat(rolledUp.byGroup(everything())).isEqualTo(raw.byGroup(everything()));
            clock.advance(Duration.ofMinutes(20));
            rollup.tidy();
        }
    }

    private static void addUp(Rollup rollup, SortedMap<Integer, Long> upTo) {
        rollup.catchUp(upTo);
        rollup.putTogether();
    }

    @Test
    void aRecordThatIsStoredTwiceIsAddedUpOnce() {
        RowBinaryWriter rows = new RowBinaryWriter(256);
        write(rows, path.event("a"), one, 0);
        insert(rows);
        RowBinaryWriter again = new RowBinaryWriter(256);
        write(again, path.event("a"), one, 0);
        write(again, path.event("b"), one, 1);
        insert(again);
        stored.put(one, 2L);
        rollup.catchUp(stored);

        var march = new BillingPeriod(START, START.plus(30, ChronoUnit.DAYS));
        assertThat(
                        rolledUp.byMeter(
                                        new UsageQuery.ByMeter(
                                                path.scope(),
                                                meter("completion", AggregationType.COUNT, null),
                                                null,
                                                march,
                                                null,
                                                ZoneId.of("UTC")))
                                .value())
                .isEqualByComparingTo("2");
    }

    // It took more memory than the store has, and was tried again for ever.
    @Test
    void aStepOfMoreRowsThanFitIntoMemoryIsAddedUpAndPutTogether() {
        storeWide(0, 120_000);
        rollup.catchUp(stored);
        storeWide(120_000, 151_000);
        rollup.catchUp(stored);
        rollup.putTogether();

        var march = new BillingPeriod(START, START.plus(30, ChronoUnit.DAYS));
        var read =
                rolledUp.byMeter(
                        new UsageQuery.ByMeter(
                                path.scope(),
                                meter("wide", AggregationType.SUM, null),
                                null,
                                march,
                                null,
                                ZoneId.of("UTC")));
        assertThat(read.value()).isEqualByComparingTo(BigDecimal.valueOf(12L * 151_000));
    }

    /** Events of 13 numbers, each of a customer of its own. */
    private void storeWide(int from, int to) {
        path.store()
                .execute(
                        """
                        INSERT INTO usage_event (%s)
                        SELECT '%s', '%s', toString(number), 'wide',
                            concat('customer-', toString(number)), %s, now64(6), NULL,
                            mapFromArrays(
                                arrayMap(i -> if(i = 12, 'tokens', concat('p', toString(i))), range(13)),
                                arrayMap(i -> toString(i), range(13))),
                            %d, number
                        FROM numbers(%d, %d)
                        """
                                .formatted(
                                        String.join(", ", COLUMNS),
                                        path.scope().tenant(),
                                        path.scope().environment(),
                                        Sql.micros(UsageFrame.micros(START)),
                                        one,
                                        from,
                                        to - from));
        stored.put(one, (long) to);
    }

    /** An amendment of this test, and how far it is. */
    private static final class Amending {
        private final AmendmentId id = AmendmentId.of(UsagePath.nextUlid());
        private final Map<String, AmendedEvent> said = new HashMap<>();
        private Step step = Step.DRAFTED;
    }

    private void amend(Random random) {
        Amending amending = new Amending();
        amendments.add(amending);
        RowBinaryWriter rows = new RowBinaryWriter(1 << 12);
        List<String> ids = List.copyOf(events.keySet());
        for (int i = random.nextInt(20); i >= 0; i--) {
            boolean adds = ids.isEmpty() || random.nextInt(4) == 0;
            int partition = random.nextBoolean() ? one : other;
            String id =
                    adds
                            ? partition + "-added-" + stored.get(partition)
                            : ids.get(random.nextInt(ids.size()));
            UsageEvent original = adds ? null : events.get(id);
            Action action =
                    original == null
                            ? Action.ADD
                            : one(random, Action.REPLACE, Action.DEPRECATE, Action.RESTORE);
            var said =
                    new AmendedEvent(
                            amending.id,
                            action,
                            original != null && action == Action.RESTORE
                                    ? original
                                    : event(random, id),
                            original == null
                                    ? null
                                    : AmendedEvent.Place.of(now().getOrDefault(id, original)));
            amending.said.put(id, said);
            int at = Integer.parseInt(id.substring(0, id.indexOf('-')));
            write(rows, AmendmentFrame.encode(said), at);
        }
        insert("usage_amended", AMENDED_COLUMNS, rows);
        step(amending, Step.DRAFTED);
        if (random.nextBoolean()) {
            step(amending, Step.APPLIED);
        }
    }

    private void step(Amending amending, Step step) {
        amending.step = step;
        RowBinaryWriter row = new RowBinaryWriter(256);
        write(
                row,
                AmendmentFrame.encode(
                        path.scope(), amending.id, step, UsagePath.NOON, "tester", "a test"),
                one);
        insert("usage_amendment", STEP_COLUMNS, row);
    }

    private void write(RowBinaryWriter rows, byte[] frame, int partition) {
        rows.raw(frame, 1, frame.length);
        rows.int16((short) partition);
        rows.int64(stored.merge(partition, 1L, Long::sum) - 1);
    }

    /** What counts, by the most obvious way: one amendment after the other. */
    private Map<String, UsageEvent> now() {
        Map<String, UsageEvent> now = new HashMap<>(events);
        for (Amending amending : amendments) {
            if (amending.step == Step.APPLIED) {
                amending.said.forEach(
                        (id, said) -> {
                            if (said.counts()) {
                                now.put(id, said.event());
                            } else {
                                now.remove(id);
                            }
                        });
            }
        }
        return now;
    }

    /** A scope of its own in which what counts now came in just so. */
    private Scope plain() {
        Scope plain = UsagePath.newScope();
        RowBinaryWriter rows = new RowBinaryWriter(1 << 16);
        int partition = PARTITION.getAndIncrement();
        long offset = 0;
        for (UsageEvent event : now().values()) {
            write(
                    rows,
                    new UsageEvent(
                            plain,
                            event.eventId(),
                            event.eventName(),
                            event.externalCustomerId(),
                            event.timestamp(),
                            event.source(),
                            event.properties(),
                            event.receivedAt()),
                    partition,
                    offset++);
        }
        if (!rows.isEmpty()) {
            insert(rows);
        }
        return plain;
    }

    private static UsageQuery.ByGroup in(Scope scope, UsageQuery.ByGroup question) {
        return UsageQueryByGroupBuilder.builder(question).scope(scope).build();
    }

    private UsageQuery.ByGroup everything() {
        return UsageQueryByGroupBuilder.builder(
                        UsageQuery.ByGroup.all(
                                path.scope(),
                                meter(NAME, AggregationType.COUNT, null),
                                new BillingPeriod(START, START.plus(HOURS, ChronoUnit.HOURS))))
                .window(WindowSize.DAY)
                .build();
    }

    private UsageQuery.ByGroup question(Random random) {
        AggregationType type = one(random, AggregationType.values());
        boolean inBuckets = type == AggregationType.MAX || type == AggregationType.SUM;
        WindowSize bucket =
                inBuckets && random.nextBoolean() ? one(random, WindowSize.values()) : null;
        return UsageQueryByGroupBuilder.builder(
                        UsageQuery.ByGroup.all(
                                path.scope(),
                                versions(random, meter(NAME, type, bucket)),
                                period(random)))
                .externalCustomerIds(
                        random.nextBoolean()
                                ? List.of()
                                : List.of(CUSTOMERS.get(random.nextInt(3))))
                .by(groups(random))
                .window(random.nextInt(3) == 0 ? null : one(random, WindowSize.values()))
                .zone(ZONES.get(random.nextInt(ZONES.size())))
                .build();
    }

    /** Mostly as it is; else without filters only from a moment on, or only until one. */
    private static MeterDefinition versions(Random random, MeterDefinition meter) {
        List<MeterDefinition.Filter> some =
                List.of(new MeterDefinition.Filter("region", List.of("r0")));
        Instant moment =
                random.nextBoolean()
                        ? hour(random.nextInt(HOURS))
                        : hour(random.nextInt(HOURS)).plusNanos(random.nextInt(1_000_000_000));
        return switch (random.nextInt(6)) {
            case 0 -> meter.changed(some, moment);
            case 1 -> meter.changed(some, START).changed(List.of(), moment);
            default -> meter;
        };
    }

    private static List<GroupKey> groups(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> List.of(new GroupKey.Property("region"));
            case 1, 2 -> List.of(new GroupKey.Customer());
            default -> List.of();
        };
    }

    private static BillingPeriod period(Random random) {
        int from = random.nextInt(HOURS - 1);
        int to = from + 1 + random.nextInt(HOURS - from);
        return switch (random.nextInt(3)) {
            case 0 -> new BillingPeriod(hour(from), hour(to));
            case 1 -> new BillingPeriod(hour(from / 24 * 24), hour((to / 24 + 1) * 24));
            default ->
                    new BillingPeriod(
                            hour(from).plusNanos(1_000L * random.nextInt(1_000_000)),
                            hour(to).plusNanos(1L + random.nextInt(1_000_000_000)));
        };
    }

    private static Instant hour(int number) {
        return START.plus(number, ChronoUnit.HOURS);
    }

    private static MeterDefinition meter(
            String name, AggregationType type, @Nullable WindowSize bucket) {
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                name,
                List.of(),
                type,
                type == AggregationType.COUNT ? null : "tokens",
                type == AggregationType.SUM_WITH_MULTIPLIER ? new BigDecimal("0.7") : null,
                bucket,
                null,
                null);
    }

    private static UsageQuery.Groups sorted(UsageQuery.Groups groups) {
        return new UsageQuery.Groups(
                groups.value(),
                groups.eventCount(),
                groups.buckets(),
                groups.groups().stream()
                        .sorted(Comparator.comparing(group -> String.join("\0", group.keys())))
                        .toList(),
                groups.archived());
    }

    private void store(Random random, int count) {
        RowBinaryWriter rows = new RowBinaryWriter(1 << 16);
        for (int i = 0; i < count; i++) {
            int partition = random.nextBoolean() ? one : other;
            long offset = stored.merge(partition, 1L, Long::sum) - 1;
            UsageEvent event = event(random, partition + "-" + offset);
            events.put(event.eventId(), event);
            write(rows, event, partition, offset);
        }
        if (!rows.isEmpty()) {
            insert(rows);
        }
    }

    private UsageEvent event(Random random, String id) {
        Map<String, String> properties = new HashMap<>();
        if (random.nextInt(9) > 0) {
            properties.put("tokens", number(random));
        }
        properties.put("region", "r" + random.nextInt(2));
        Instant at =
                random.nextInt(3) == 0
                        ? hour(random.nextInt(HOURS))
                        : hour(random.nextInt(HOURS))
                                .plusNanos(1_000L * random.nextLong(3_600_000_000L));
        return new UsageEvent(
                path.scope(),
                id,
                random.nextInt(5) == 0 ? "other" : NAME,
                CUSTOMERS.get(random.nextInt(3)),
                at,
                null,
                properties,
                UsagePath.NOON);
    }

    private static String number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "-" + random.nextInt(1000);
            case 1 -> random.nextInt(100) + "." + random.nextLong(Long.MAX_VALUE);
            case 2 -> random.nextInt(10) + "e" + (random.nextInt(26) - 13);
            case 3 -> one(random, "n/a", "", "1e", ".5", "∞");
            case 4 -> "9".repeat(30) + "." + "9".repeat(30);
            default -> Integer.toString(random.nextInt(1000));
        };
    }

    private static void write(RowBinaryWriter rows, UsageEvent event, int partition, long offset) {
        try {
            UsageFrame.of(UsageFrame.encode(event)).writeRow(rows);
        } catch (UndecodableUsage e) {
            throw new AssertionError(e);
        }
        rows.int16((short) partition);
        rows.int64(offset);
    }

    private void insert(RowBinaryWriter rows) {
        insert("usage_event", COLUMNS, rows);
    }

    private void insert(String table, List<String> columns, RowBinaryWriter rows) {
        path.store().insert(table, columns, rows);
    }

    private static List<Long> steps(UsageStore store) {
        var rows = store.query("SELECT DISTINCT step FROM usage_rollup_hour");
        List<Long> steps = new ArrayList<>();
        while (rows.hasNext()) {
            steps.add(rows.int64());
        }
        return steps;
    }

    @SafeVarargs
    private static <T> T one(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}

package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.usage.Aggregated;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.Aggregator;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.MeteredPeriod;
import io.tallybook.domain.usage.TimeWindow;
import io.tallybook.domain.usage.UsageEvent;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.reading.RandomMetering.Kind;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The store's answers against the domain's own, on random meters, periods and events.
 *
 * <p>{@code -Dmetering.cases=100000} for as many cases of each kind, {@code -Dmetering.seed=…} to
 * see a failure again.
 */
class MeterSqlTest {
    private static final int CASES = Integer.getInteger("metering.cases", 2_000);
    private static final int CUSTOMERS = 50;
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

    private UsagePath path;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
    }

    @AfterEach
    void close() {
        path.close();
    }

    @ParameterizedTest
    @EnumSource
    void theStoreReadsWhatTheDomainReads(Kind kind) {
        long seed = Long.getLong("metering.seed", System.nanoTime());
        System.out.println(kind + ": " + CASES + " cases, seed " + seed);
        Random random = new Random(seed);
        RandomMetering metering = new RandomMetering(random);
        Map<String, List<UsageEvent>> events = new HashMap<>();
        for (int done = 0; done < CASES; done += CUSTOMERS) {
            if (done % (10 * CUSTOMERS) == 0) {
                events.clear();
                for (int i = 0; i < CUSTOMERS; i++) {
                    String customer = "c" + done + "-" + i;
                    events.put(customer, metering.events(customer));
                }
                store(events);
            }
            MeterDefinition meter = metering.meter(kind);
            MeteredPeriod period = metering.period();
            compare(seed, meter, period, events);
        }
    }

    private void compare(
            long seed,
            MeterDefinition meter,
            MeteredPeriod period,
            Map<String, List<UsageEvent>> events) {
        Map<String, MeterResult> read = read(meter, period, List.copyOf(events.keySet()));
        events.forEach(
                (customer, theirs) -> {
                    MeterResult actual = read.getOrDefault(customer, MeterResult.NONE);
                    if (!agree(actual, Aggregator.read(meter, theirs, period))) {
                        throw new AssertionError(counterExample(seed, meter, period, theirs));
                    }
                });
    }

    private static boolean agree(MeterResult actual, Aggregated expected) {
        List<Aggregated.BucketValue> buckets = expected.buckets();
        return actual.eventCount() == expected.events()
                && actual.quantity().compareTo(expected.quantity()) == 0
                && actual.buckets().size() == buckets.size()
                && IntStream.range(0, buckets.size())
                        .allMatch(i -> agree(actual.buckets().get(i), buckets.get(i)));
    }

    private static boolean agree(UsageQuery.Bucket actual, Aggregated.BucketValue expected) {
        return actual.start().equals(expected.start())
                && actual.value().compareTo(expected.value()) == 0;
    }

    private String counterExample(
            long seed, MeterDefinition meter, MeteredPeriod period, List<UsageEvent> events) {
        List<UsageEvent> left =
                shrunk(
                        events,
                        few ->
                                !agree(
                                        readAlone(meter, period, few),
                                        Aggregator.read(meter, few, period)));
        return "seed %d%nmeter %s%nperiod %s%nevents %s%nstore %s%ndomain %s"
                .formatted(
                        seed,
                        meter,
                        period,
                        left,
                        readAlone(meter, period, left),
                        Aggregator.read(meter, left, period));
    }

    /** Leaves out events as long as what is left still differs. */
    private static List<UsageEvent> shrunk(
            List<UsageEvent> events, Predicate<List<UsageEvent>> differs) {
        List<UsageEvent> left = new ArrayList<>(events);
        int i = 0;
        while (i < left.size()) {
            List<UsageEvent> fewer = new ArrayList<>(left);
            fewer.remove(i);
            if (differs.test(fewer)) {
                left = fewer;
            } else {
                i++;
            }
        }
        return left;
    }

    private MeterResult readAlone(
            MeterDefinition meter, MeteredPeriod period, List<UsageEvent> events) {
        String customer = "alone-" + offset;
        store(Map.of(customer, events));
        return read(meter, period, List.of(customer)).getOrDefault(customer, MeterResult.NONE);
    }

    private Map<String, MeterResult> read(
            MeterDefinition meter, MeteredPeriod period, List<String> customers) {
        Measure measure = new Measure(RandomMetering.CODE, meter, period);
        List<String> where = List.of("external_customer_id IN (" + Sql.texts(customers) + ")");
        RowBinaryReader rows =
                path.store()
                        .query(
                                new MeterSql(path.scope(), measure, where, MeterSql.Proof.WITHOUT)
                                        .perCustomer());
        Map<String, MeterFold> folds = new HashMap<>();
        while (rows.hasNext()) {
            folds.computeIfAbsent(rows.string(), _ -> new MeterFold(measure)).add(rows);
        }
        Map<String, MeterResult> results = new HashMap<>();
        folds.forEach((customer, fold) -> results.put(customer, fold.result()));
        return results;
    }

    private void store(Map<String, List<UsageEvent>> events) {
        RowBinaryWriter rows = new RowBinaryWriter(1 << 20);
        events.forEach(
                (customer, theirs) ->
                        theirs.forEach(
                                event -> {
                                    byte[] frame =
                                            UsageFrame.encode(
                                                    new io.tallybook.core.usage.UsageEvent(
                                                            path.scope(),
                                                            event.id(),
                                                            event.code(),
                                                            customer,
                                                            event.at(),
                                                            null,
                                                            event.properties(),
                                                            UsagePath.NOON));
                                    decoded(frame).writeRow(rows);
                                    rows.int16((short) 0);
                                    rows.int64(offset++);
                                }));
        path.store().insert("usage_event", COLUMNS, rows);
    }

    private static UsageFrame decoded(byte[] frame) {
        try {
            return UsageFrame.of(frame);
        } catch (UndecodableUsage e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDifferenceIsFoundAndShrunkToTheEventsThatMatter() {
        MeteredPeriod period =
                MeteredPeriod.whole(
                        new TimeWindow(
                                UsagePath.NOON, UsagePath.NOON.plusSeconds(60), ZoneOffset.UTC));
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            events.add(event("planted-" + i, Map.of("tokens", Integer.toString(i))));
        }
        MeterDefinition sum = MeterDefinition.of(new Aggregation.Sum("tokens"));
        MeterDefinition max = MeterDefinition.of(new Aggregation.Max("tokens"));

        List<UsageEvent> left =
                shrunk(
                        events,
                        few ->
                                !agree(
                                        readAlone(sum, period, few),
                                        Aggregator.read(max, few, period)));

        assertThat(left).extracting(UsageEvent::id).containsExactly("planted-3", "planted-4");
    }

    private static UsageEvent event(String id, Map<String, String> properties) {
        return new UsageEvent(id, UsagePath.NOON, RandomMetering.CODE, properties);
    }
}

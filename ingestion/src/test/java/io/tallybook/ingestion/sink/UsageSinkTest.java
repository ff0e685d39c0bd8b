package io.tallybook.ingestion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageSinkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private UsagePath path;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void aRepeatInTheSameBatchIsDropped() throws Exception {
        path.accept(path.event("a"), path.event("b"), path.event("a"));
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(2);
            Eventually.within(
                    LIMIT, () -> assertThat(path.count("usage.sink.repeated")).isEqualTo(1));
        }
    }

    @Test
    void aRepeatInALaterBatchIsDroppedAndTheFirstOneStays() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(path.event("a", UsagePath.NOON, Map.of("tokens", "1")));
            assertThat(path.stored()).isEqualTo(1);
            path.accept(path.event("a", UsagePath.NOON, Map.of("tokens", "2")));
            assertThat(path.stored()).isEqualTo(1);
        }
        assertThat(tokensOf("a")).isEqualTo("1");
    }

    @Test
    void aRepeatWithAnotherTimestampIsARepeat() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(path.event("a", UsagePath.NOON, Map.of()));
            assertThat(path.stored()).isEqualTo(1);
            path.accept(path.event("a", UsagePath.NOON.plusSeconds(86_400 * 90), Map.of()));
            path.accept(path.event("a", UsagePath.NOON.minusSeconds(1), Map.of()));
            assertThat(path.stored()).isEqualTo(1);
        }
    }

    @Test
    void aRepeatAfterARestartIsDropped() throws Exception {
        List<UsageEvent> events = events(500);
        path.accept(events);
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(500);
        }
        Collections.shuffle(events, new Random(7));
        path.accept(events);
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(500);
        }
    }

    @Test
    void theSameIdOfAnotherTenantIsAnotherEvent() throws Exception {
        try (UsagePath other = UsagePath.create();
                UsageSink _ = path.startSink();
                UsageSink _ = other.startSink()) {
            path.accept(path.event("a"));
            other.accept(other.event("a"));
            assertThat(path.stored()).isEqualTo(1);
            assertThat(other.stored()).isEqualTo(1);
        }
    }

    @Test
    void eventsOfMoreMonthsThanAnInsertUsuallyMayTouchAreStored() throws Exception {
        List<UsageEvent> events = new ArrayList<>();
        for (int month = 0; month < 150; month++) {
            events.add(
                    path.event(
                            "m" + month,
                            UsagePath.NOON.minusSeconds(month * 31L * 86_400),
                            Map.of()));
        }
        path.accept(events);
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(150);
        }
    }

    /** Dies once when a step is reached, before or after its work. */
    private record Plug(Step at, boolean after, AtomicInteger pulled) implements Steps {
        @Override
        public void carryOut(Step step, Runnable work) {
            boolean now = step == at && pulled.getAndIncrement() == 0;
            if (now && !after) {
                throw new PlugPulled();
            }
            work.run();
            if (now) {
                throw new PlugPulled();
            }
        }
    }

    private static final class PlugPulled extends Error {
        private static final long serialVersionUID = 1;

        PlugPulled() {
            super("plug pulled", null, false, false);
        }
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aCrashBeforeAStepNeitherLosesNorDoubles(Step step) throws Exception {
        crashAt(new Plug(step, false, new AtomicInteger()));
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void aCrashAfterAStepNeitherLosesNorDoubles(Step step) throws Exception {
        crashAt(new Plug(step, true, new AtomicInteger()));
    }

    private void crashAt(Plug plug) throws Exception {
        List<UsageEvent> events = events(200);
        path.accept(events);
        SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry());
        UsageSink dying = new UsageSink(path.sinkSettings(), path.store(), metrics, plug);
        dying.start();
        Eventually.within(LIMIT, () -> assertThat(plug.pulled()).hasPositiveValue());
        dying.close();
        // Repeats and new ones, so that the batch after the crash is not the batch before it.
        path.accept(events.subList(0, 50));
        path.accept(events("new", 60));

        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(260);
        }
        assertThat(repeatsKept()).isEqualTo(50);
    }

    /** What is delivered again after a crash is no repeat. */
    private long repeatsKept() {
        return path.store()
                .query(
                        "SELECT count() FROM usage_repeat FINAL WHERE tenant = '%s'"
                                .formatted(path.scope().tenant()))
                .int64();
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"STORE_EVENTS", "STORE_IDENTITIES", "STORE_REPEATS", "SET_ASIDE"})
    void anInsertWhoseAnswerIsLostIsNotDoneTwice(Step step) throws Exception {
        AtomicInteger times = new AtomicInteger();
        Steps losing =
                (at, work) -> {
                    work.run();
                    if (at == step && times.getAndIncrement() < 2) {
                        throw new StoreUnavailable("the answer was lost", new IOException("reset"));
                    }
                };
        path.accept(events(200));
        SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry());
        try (UsageSink sink = new UsageSink(path.sinkSettings(), path.store(), metrics, losing)) {
            sink.start();
            assertThat(path.stored()).isEqualTo(200);
        }
    }

    @Test
    void whileTheStoreIsAwayUsageWaitsAndTheStatusSaysSo() throws Exception {
        AtomicInteger away = new AtomicInteger(1);
        Steps steps =
                (step, work) -> {
                    if (step == Step.LOOK_UP && away.get() == 1) {
                        throw new StoreUnavailable(
                                "connection refused", new IOException("refused"));
                    }
                    work.run();
                };
        SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry());
        try (UsageSink sink = new UsageSink(path.sinkSettings(), path.store(), metrics, steps)) {
            sink.start();
            path.accept(events(100));
            Eventually.within(
                    LIMIT,
                    () ->
                            assertThat(sink.status())
                                    .isEqualTo(
                                            new SinkStatus(
                                                    SinkStatus.State.STORE_UNAVAILABLE,
                                                    "connection refused")));
            away.set(0);
            assertThat(path.stored()).isEqualTo(100);
            Eventually.within(LIMIT, () -> assertThat(sink.status()).isEqualTo(SinkStatus.RUNNING));
        }
    }

    @Test
    void aKillOfTheStoreUnderLoadNeitherLosesNorDoubles() throws Exception {
        LocalStack stack = LocalStack.forTests();
        try (UsageSink _ = path.startSink()) {
            for (int round = 0; round < 20; round++) {
                path.accept(events("r" + round + "-", 500));
                if (round == 7 || round == 14) {
                    ProcessHandle.of(stack.clickHouse().pid())
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            Eventually.within(LIMIT, () -> assertThat(path.stored()).isEqualTo(10_000));
        }
    }

    @Test
    void whatIsNoUsageEventIsSetAsideWithItsReasonAndBlocksNothing() throws Exception {
        String topic = path.log().topic();
        byte[] garbage = ("no event of " + topic).getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", path.log().bootstrapServers()),
                                new ByteArraySerializer(),
                                new ByteArraySerializer());
                UsageSink _ = path.startSink()) {
            producer.send(new ProducerRecord<>(topic, 0, null, garbage)).get();
            path.accept(events(10));

            assertThat(path.stored()).isEqualTo(10);
        }
        RowBinaryReader row =
                path.store()
                        .query(
                                "SELECT reason FROM usage_set_aside WHERE payload = 'no event of "
                                        + topic
                                        + "'");
        assertThat(row.string()).isEqualTo("unknown version 110, known is 1");
    }

    @Test
    void whatIsStoredGoesFromTheLogAfterAWhileAndWhatIsNotStays() throws Exception {
        path.accept(events("old", 100));
        try (UsageSink _ = path.startSink()) {
            assertThat(path.stored()).isEqualTo(100);
        }
        assertThat(onLog()).isEqualTo(100);
        path.accept(events("new", 50));

        UsageSink.Settings usual = path.sinkSettings();
        // As if everything had lain there for a week and an hour.
        Clock later = Clock.offset(usual.clock(), Duration.ofDays(7).plusHours(1));
        UsageSink.Settings trimming =
                new UsageSink.Settings(usual.log(), usual.group(), usual.instance(), later);
        Steps broken =
                (step, work) -> {
                    throw new StoreUnavailable("away", new IOException("away"));
                };
        SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry());
        try (UsageSink sink = new UsageSink(trimming, path.store(), metrics, broken)) {
            sink.start();
            Eventually.within(
                    LIMIT,
                    () ->
                            assertThat(sink.status().state())
                                    .isEqualTo(SinkStatus.State.STORE_UNAVAILABLE));
            assertThat(onLog()).isGreaterThanOrEqualTo(50);
        }
        try (UsageSink sink = new UsageSink(trimming, path.store(), path.metrics())) {
            sink.start();
            Eventually.within(LIMIT, () -> assertThat(onLog()).isLessThanOrEqualTo(50));
            assertThat(path.stored()).isEqualTo(150);
        }
    }

    private long onLog() throws Exception {
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                "bootstrap.servers", path.log().bootstrapServers()))) {
            return offsets(admin, OffsetSpec.latest()) - offsets(admin, OffsetSpec.earliest());
        }
    }

    private long offsets(Admin admin, OffsetSpec spec) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int p = 0; p < UsagePath.PARTITIONS; p++) {
            wanted.put(new TopicPartition(path.log().topic(), p), spec);
        }
        return admin.listOffsets(wanted).all().get().values().stream()
                .mapToLong(o -> o.offset())
                .sum();
    }

    @Test
    void sinksThatComeAndGoHandOverWithoutLosingOrDoubling() throws Exception {
        UsageSink.Settings one = path.sinkSettings();
        UsageSink.Settings two = new UsageSink.Settings(one.log(), one.group(), "two", one.clock());
        SinkMetrics metrics = new SinkMetrics(new SimpleMeterRegistry());
        Plug plug = new Plug(Step.STORE_IDENTITIES, false, new AtomicInteger(-10));
        UsageSink dying = new UsageSink(two, path.store(), metrics, plug);
        try (UsageSink _ = path.startSink()) {
            path.accept(events("before", 1_000));
            dying.start();
            int round = 0;
            while (plug.pulled().get() < 1 && round < 2_000) {
                path.accept(events("r" + round++ + "-", 100));
                path.accept(events("r" + round / 2 + "-", 100));
            }
            assertThat(plug.pulled()).hasPositiveValue();
            path.accept(events("after", 1_000));

            long expected = 2_000 + 100L * round;
            assertThat(path.stored()).isEqualTo(expected);
        } finally {
            dying.close();
        }
    }

    @Test
    void aRecordThatTwoSinksStoredIsCollapsed() {
        EventTable table = new EventTable(path.store());
        Batch.Usage a = usage("a", 0);
        Batch.Usage b = usage("b", 1);
        table.add(List.of(a, b));
        table.add(List.of(b));

        table.collapseDoubles(List.of(b));

        assertThat(path.storedNow()).isEqualTo(2);
    }

    @Test
    void theVerySameInsertSentAgainIsDroppedByTheStore() {
        EventTable table = new EventTable(path.store());
        List<Batch.Usage> rows = List.of(usage("a", 0), usage("b", 1));

        table.add(rows);
        table.add(rows);

        assertThat(path.storedNow()).isEqualTo(2);
    }

    private Batch.Usage usage(String id, long offset) {
        try {
            TopicPartition partition = new TopicPartition(path.log().topic(), 0);
            return new Batch.Usage(
                    partition, offset, UsageFrame.of(UsageFrame.encode(path.event(id))));
        } catch (UndecodableUsage e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void migrationsBearBeingRepeated() {
        path.store().migrate();
        path.store().migrate();

        assertThatThrownBy(() -> path.store().query("SELECT nonsense"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("nonsense");
    }

    private String tokensOf(String id) {
        return path.store()
                .query(
                        """
                        SELECT properties['tokens'] FROM usage_event
                        WHERE tenant = '%s' AND event_id = '%s'
                        """
                                .formatted(path.scope().tenant(), id))
                .string();
    }

    private List<UsageEvent> events(int count) {
        return events("e", count);
    }

    private List<UsageEvent> events(String prefix, int count) {
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(path.event(prefix + i));
        }
        return events;
    }
}

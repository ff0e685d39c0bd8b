package io.tallybook.ingestion.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.usage.AmendmentDraft;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView.Step;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.amendment.Amendments;
import io.tallybook.ingestion.reading.AccountReader;
import io.tallybook.ingestion.reading.AmendmentReader;
import io.tallybook.ingestion.rejected.RejectedTable;
import io.tallybook.ingestion.sink.SetAsideReplay;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.testkit.MutableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came in is stored, a repeat or set aside; what is none of these is an alarm. */
class AccountsTest {
    private static final List<String> TABLES =
            List.of(
                    "usage_event",
                    "usage_event_identity",
                    "usage_repeat",
                    "usage_set_aside",
                    "usage_set_aside_replayed",
                    "usage_refused",
                    "usage_rejected",
                    "usage_amended",
                    "usage_amendment",
                    "usage_accounted");

    private static LocalStack stack;

    private UsagePath path;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stack = LocalStack.start(directory);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /** The log and nothing else in the store. */
    @BeforeEach
    void open() throws Exception {
        path = UsagePath.on(stack);
        TABLES.forEach(table -> path.store().execute("TRUNCATE TABLE " + table));
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void amendmentsAreAccountedForToo() throws Exception {
        try (UsageSink _ = path.startSink();
                var amendments =
                        new Amendments(
                                new AmendmentReader(path.store(), path.completeness()),
                                path.intake())) {
            path.accept(events(20, "5"));
            var draft =
                    new AmendmentDraft(
                            AmendmentId.of(UsagePath.nextUlid()),
                            path.scope(),
                            UsagePath.NOON,
                            "tester",
                            "a test",
                            null,
                            List.of("e3"),
                            List.of(),
                            List.of(),
                            List.of(path.event("new")));
            amendments.draft(draft).join();
            amendments
                    .mark(path.scope(), draft.id(), Step.APPLIED, UsagePath.NOON, "tester", "")
                    .join();
            path.accept(path.event("new"));
            assertThat(path.stored()).isEqualTo(20);
        }
        assertThat(new LogAccounts(path.store(), path.completeness()).check().unexplained())
                .isZero();
    }

    @Test
    void everythingThatCameInIsAccountedFor() throws Exception {
        garbage();
        try (UsageSink _ = path.startSink()) {
            path.accept(events(200, "5"));
            path.accept(events(40, "5"));
            path.accept(events(10, "6"));
            assertThat(path.stored()).isEqualTo(200);
        }

        LogAccounts.Standing standing = accounts().check();

        assertThat(standing.unexplained()).isZero();
        assertThat(standing.firstMissing()).isEmpty();
        assertThat(standing.checkedUpTo().values().stream().mapToLong(each -> each).sum())
                .isEqualTo(251);
        UsageAccounts said = said(standing);
        assertThat(said.lines())
                .containsExactly(new UsageAccounts.Line(UsagePath.NOON, null, 250, 200, 50, 10));
        assertThat(said.unexplained()).isZero();
    }

    @Test
    void whatWasRefusedOrRejectedIsAccountedForAndSaysWhy() throws Exception {
        UsageEvent late = path.event("late", UsagePath.NOON.minusSeconds(90), Map.of());
        RejectedUsage broken =
                RejectedUsage.of(
                        path.scope(), "task_1", 7, "no event", "{}", UsagePath.NOON, "odd");
        try (UsageSink _ = path.startSink()) {
            path.accept(events(20, "5"));
            path.intake().refuse(List.of(new RefusedUsage(late, "it came late"))).get();
            new RejectedTable(path.store()).keep(List.of(broken, broken));
            assertThat(path.stored()).isEqualTo(20);
        }

        LogAccounts.Standing standing = accounts().check();
        assertThat(standing.unexplained()).isZero();
        assertThat(said(standing).lines())
                .containsExactly(
                        new UsageAccounts.Line(UsagePath.NOON, null, 21, 20, 0, 0, 1),
                        new UsageAccounts.Line(UsagePath.NOON, "task_1", 1, 0, 0, 0, 1));
        assertThat(refusals(standing, "late"))
                .containsExactly(
                        new UsageQuery.Refusal(late, "it came late", late.receivedAt(), null));
        assertThat(refusals(standing, "odd"))
                .containsExactly(
                        new UsageQuery.Refusal(null, "no event", UsagePath.NOON, broken.id()));
        assertThat(refusals(standing, "e1")).isEmpty();
        assertThat(path.reader().countAll(new UsageQuery.CountAll(path.scope()))).isEqualTo(20);
    }

    private List<UsageQuery.Refusal> refusals(LogAccounts.Standing standing, String id) {
        return reader(standing).refusals(new UsageQuery.RefusalsOf(path.scope(), id)).items();
    }

    @Test
    void whatIsNowhereIsUnexplainedUntilItIsThereAndAnAlarmAfterAMinute() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(events(100, "5"));
            assertThat(path.stored()).isEqualTo(100);
        }
        path.store()
                .execute("CREATE TABLE taken AS usage_event ENGINE = MergeTree ORDER BY tuple()");
        path.store().execute("INSERT INTO taken SELECT * FROM usage_event WHERE event_id = 'e7'");
        path.store().execute("DELETE FROM usage_event WHERE event_id = 'e7'");
        MutableClock clock = MutableClock.at(UsagePath.NOON);
        try (AccountsWatch watch =
                new AccountsWatch(
                        accounts(),
                        List::of,
                        clock,
                        Duration.ofHours(1),
                        new SimpleMeterRegistry())) {
            watch.check();
            assertThat(watch.standing().unexplained()).isEqualTo(1);
            assertThat(watch.standing().firstMissing()).isEqualTo(position("taken"));
            assertThat(watch.isAlarm()).isFalse();

            clock.advance(AccountsWatch.PATIENCE);
            assertThat(watch.isAlarm()).isTrue();

            path.store().execute("INSERT INTO usage_event SELECT * FROM taken");
            watch.check();
            assertThat(watch.standing().unexplained()).isZero();
            assertThat(watch.isAlarm()).isFalse();
        }
    }

    @Test
    void countersOfImportsThatDoNotAddUpAreUnexplainedToo() {
        AtomicReference<ImportAccounts.Unexplained> imports =
                new AtomicReference<>(new ImportAccounts.Unexplained(3, "task_1"));
        MutableClock clock = MutableClock.at(UsagePath.NOON);
        try (AccountsWatch watch =
                new AccountsWatch(
                        accounts(),
                        () -> List.of(imports::get),
                        clock,
                        Duration.ofHours(1),
                        new SimpleMeterRegistry())) {
            watch.check();
            assertThat(watch.standing().unexplained()).isEqualTo(3);
            assertThat(watch.standing().firstMissing()).isEqualTo("task_1");
            clock.advance(AccountsWatch.PATIENCE);
            assertThat(watch.isAlarm()).isTrue();

            imports.set(new ImportAccounts.Unexplained(0, ""));
            watch.check();
            assertThat(watch.isAlarm()).isFalse();
        }
    }

    @Test
    void whatWasSetAsideFromOurOwnLogCountsOnceWhenItCanBeRead() throws Exception {
        garbage();
        UsageEvent mended = path.event("mended");
        try (UsageSink _ = path.startSink();
                SetAsideReplay replay =
                        new SetAsideReplay(path.store(), path.intake(), Duration.ofHours(1))) {
            path.accept(path.event("other"));
            assertThat(path.stored()).isEqualTo(1);
            assertThat(replay.replay()).isZero();

            RowBinaryWriter row = new RowBinaryWriter(256);
            row.int16((short) 0);
            row.int64(0);
            row.string("mended by hand");
            row.bytes(UsageFrame.encode(mended));
            path.store()
                    .insert(
                            "usage_set_aside",
                            List.of("kafka_partition", "kafka_offset", "reason", "payload"),
                            row);
            assertThat(replay.replay()).isEqualTo(1);
            assertThat(path.stored()).isEqualTo(2);
            assertThat(replay.replay()).isZero();

            // As a crash leaves it between the log and the note.
            path.store().execute("TRUNCATE TABLE usage_set_aside_replayed");
            assertThat(replay.replay()).isEqualTo(1);
            assertThat(path.stored()).isEqualTo(2);
        }
        assertThat(accounts().check().unexplained()).isZero();
    }

    @Test
    void whatWasFoundCompleteIsNotLookedAtAgain() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(events(100, "5"));
            assertThat(path.stored()).isEqualTo(100);
        }
        accounts().check();

        path.store().execute("DELETE FROM usage_event WHERE event_id = 'e7'");

        assertThat(accounts().check().unexplained()).isZero();
    }

    @Test
    void aReceiptTellsOfEveryRepeatAndWhichOfThemSaidSomethingElse() throws Exception {
        UsageEvent first = path.event("a", UsagePath.NOON, Map.of("tokens", "5", "model", "m"));
        UsageEvent later =
                path.event(
                        "a", UsagePath.NOON.plusSeconds(60), Map.of("model", "m", "tokens", "5"));
        UsageEvent other = path.event("a", UsagePath.NOON, Map.of("tokens", "6", "model", "m"));
        try (UsageSink _ = path.startSink()) {
            path.accept(first);
            path.accept(later);
            path.accept(other);
            assertThat(path.stored()).isEqualTo(1);
        }

        UsageReceipt receipt =
                reader(accounts().check())
                        .receipt(new UsageQuery.ReceiptOf(path.scope(), "a"))
                        .orElseThrow();

        assertThat(receipt.event()).isEqualTo(first);
        assertThat(receipt.repeatCount()).isEqualTo(2);
        assertThat(receipt.repeats())
                .extracting(UsageReceipt.Repeat::event, UsageReceipt.Repeat::conflict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(later, false),
                        org.assertj.core.groups.Tuple.tuple(other, true));
        assertThat(receipt.position().isBefore(path.completenessText())).isTrue();
        assertThat(receipt.position().isBefore("0:0,1:0,2:0")).isFalse();
    }

    private String position(String table) {
        var row = path.store().query("SELECT kafka_partition, kafka_offset FROM " + table);
        return row.uint16() + ":" + row.int64();
    }

    private LogAccounts accounts() {
        return new LogAccounts(path.store(), path.completeness());
    }

    private AccountReader reader(LogAccounts.Standing standing) {
        return new AccountReader(path.store(), path.completeness(), () -> standing);
    }

    private UsageAccounts said(LogAccounts.Standing standing) {
        return reader(standing)
                .accounts(
                        new UsageQuery.AccountsOf(
                                path.scope(),
                                UsagePath.NOON.minusSeconds(1),
                                UsagePath.NOON.plusSeconds(1)));
    }

    private List<UsageEvent> events(int count, String tokens) {
        return IntStream.range(0, count)
                .mapToObj(n -> path.event("e" + n, UsagePath.NOON, Map.of("tokens", tokens)))
                .toList();
    }

    private void garbage() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", path.log().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] none = "no event".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(path.log().topic(), 0, null, none)).get();
        }
    }
}

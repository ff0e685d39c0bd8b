package io.tallybook.ingestion.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.clickhouse.data.ClickHouseFormat;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageArchived;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.reading.UsageReader;
import io.tallybook.ingestion.rollup.Rollup;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.testkit.MutableClock;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old months leave as Parquet and can be read back; on parts of its own, since it looks at all. */
class UsageArchiveTest {
    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final YearMonth LEFT = YearMonth.of(2026, 1);
    private static final Instant JANUARY_START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant JANUARY_END = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant JANUARY = Instant.parse("2026-01-15T10:00:00.123456Z");

    private static LocalStack stack;

    @TempDir Path archive;
    private UsagePath path;
    private UsageSink sink;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        stack = LocalStack.start(directory);
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.on(stack);
        path.store().execute("TRUNCATE TABLE usage_event");
        path.store().execute("TRUNCATE TABLE usage_accounted");
        path.store().execute("TRUNCATE TABLE usage_archived");
        sink = path.startSink();
    }

    @AfterEach
    void close() {
        sink.close();
        path.close();
    }

    private List<UsageEvent> accept(Instant at, int from, int count) throws Exception {
        List<UsageEvent> events = new ArrayList<>();
        for (int n = from; n < from + count; n++) {
            events.add(path.event("e" + n, at.plusSeconds(n), Map.of("n", "" + n, "ü", "€")));
        }
        path.accept(events);
        path.stored();
        return events;
    }

    private UsageArchive archive() {
        LogAccounts accounts = new LogAccounts(path.store(), path.completeness());
        return new UsageArchive(path.store(), accounts::check, archive);
    }

    @Test
    void aMonthThatHasLeftIsInItsFileAndComesBackOnce() throws Exception {
        accept(JANUARY, 0, 2_000);
        accept(UsagePath.NOON, 2_000, 10);
        List<UsageArchive.Archived> archived = archive().takeOut(MARCH);
        assertThat(archived).hasSize(1);
        assertThat(archived.getFirst().month()).isEqualTo(YearMonth.of(2026, 1));
        assertThat(archived.getFirst().events()).isEqualTo(2_000);
        assertThat(path.storedNow()).isEqualTo(10);

        // What has left is still known: a repeat of it stays a repeat.
        accept(JANUARY.plusSeconds(7), 0, 3);
        assertThat(path.storedNow()).isEqualTo(10);
        // And what is new of that month leaves into a file of its own.
        accept(JANUARY, 5_000, 1);
        assertThat(archive().takeOut(MARCH)).hasSize(1);
        assertThat(archive().takeOut(MARCH)).isEmpty();
        assertThat(archive().files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("usage-202601-1.parquet", "usage-202601-2.parquet");

        for (int again = 0; again < 2; again++) {
            for (Path file : archive().files()) {
                archive().bringBack(file);
            }
            assertThat(path.storedNow()).isEqualTo(2_011);
        }
    }

    /**
     * What was added up stays: whole hours of a meter without filters can be read on. What needs
     * the events themselves says that they are gone until the month is brought back, and then all
     * is as it was; what has to be whole is refused.
     */
    @Test
    void whatWasAddedUpOfAMonthThatHasLeftCanStillBeRead() throws Exception {
        for (String table : List.of("usage_rollup_step", "usage_rollup_hour", "usage_rollup_day")) {
            path.store().execute("TRUNCATE TABLE " + table);
        }
        accept(JANUARY, 0, 700);
        var steps = new RollupSteps(path.store());
        new Rollup(path.store(), steps, Clock.systemUTC()).catchUp(path.completeness().stored());
        UsageReader reader = new UsageReader(path.store(), path.completeness(), steps);
        assertThat(counted(reader, List.of())).isEqualByComparingTo("700");
        assertThat(counted(reader, seventh())).isEqualByComparingTo("1");

        archive().takeOut(MARCH);
        assertThat(counted(reader, List.of())).isEqualByComparingTo("700");
        assertThat(read(reader, List.of(), JANUARY_END).archived()).isEmpty();
        assertThat(read(reader, List.of(), JANUARY.plusSeconds(30)).archived())
                .containsExactly(LEFT);
        UsageQuery.Windows gone = read(reader, seventh(), JANUARY_END);
        assertThat(gone.value()).isEqualByComparingTo("0");
        assertThat(gone.archived()).containsExactly(LEFT);
        assertThat(events(reader).archived()).containsExactly(LEFT);
        assertIsRefused(reader);

        archive().bringBack(archive().files().getFirst());
        new Rollup(path.store(), steps, Clock.systemUTC()).catchUp(path.completeness().stored());
        assertThat(counted(reader, List.of())).isEqualByComparingTo("700");
        assertThat(counted(reader, seventh())).isEqualByComparingTo("1");
        assertThat(read(reader, seventh(), JANUARY_END).archived()).isEmpty();
        assertThat(frozen(reader).items().getFirst().eventCount()).isEqualTo(700);
        assertThat(events(reader).archived()).isEmpty();
    }

    private void assertIsRefused(UsageReader reader) {
        assertThatThrownBy(() -> frozen(reader))
                .isInstanceOf(UsageArchived.class)
                .hasMessage(
                        "usage of 2026-01 has left for the archive and has to be brought back"
                                + " first");
        var live =
                new UsageQuery.Live(
                        path.scope(), List.of(ofJanuary()), UsageQuery.Freshness.CURRENT);
        assertThatThrownBy(() -> path.live().read(live)).isInstanceOf(UsageArchived.class);
        // Nobody else has lost anything.
        assertThat(
                        reader.read(
                                        new UsageQuery.Read(
                                                UsagePath.newScope(),
                                                List.of(ofJanuary()),
                                                UsageQuery.Freshness.COMPLETE))
                                .items())
                .hasSize(1);
    }

    private UsageQuery.Events events(UsageReader reader) {
        return reader.find(UsageQuery.Find.all(path.scope(), JANUARY_START, JANUARY_END, 1));
    }

    private UsageQuery.Readings frozen(UsageReader reader) {
        return frozen(reader, ofJanuary());
    }

    private UsageQuery.Readings frozen(UsageReader reader, ReadingRequest asked) {
        return reader.read(
                new UsageQuery.Read(path.scope(), List.of(asked), UsageQuery.Freshness.COMPLETE));
    }

    private static ReadingRequest ofJanuary() {
        return new ReadingRequest(
                meter(List.of()), "customer-1", new BillingPeriod(JANUARY_START, JANUARY_END));
    }

    @Test
    void filesOfBeforeItWasNotedAreNotedAtTheNextRun() throws Exception {
        accept(JANUARY, 0, 10);
        archive().takeOut(MARCH);
        path.store().execute("TRUNCATE TABLE usage_archived");
        UsageReader reader = new UsageReader(path.store(), path.completeness());
        archive().takeOut(MARCH);
        assertThat(read(reader, List.of(), JANUARY_END).archived()).containsExactly(LEFT);
    }

    /** What an operator wants is read as before it left, however often it comes and goes. */
    @Test
    void aMonthThatAnOperatorWantsIsBackOnceAndStaysWhileItIsWanted() throws Exception {
        accept(JANUARY, 0, 700);
        UsageReader reader = new UsageReader(path.store(), path.completeness());
        ReadingRequest asked = ofJanuary();
        UsageQuery.Readings before = frozen(reader, asked);
        MutableClock clock = MutableClock.at("2026-05-02T00:00:00Z");
        Retention retention = new Retention(archive(), archive, clock, Retention.MONTHS_MIN);
        Path wanted = archive.resolve("usage-202601.wanted");
        for (int times = 1; times <= 2; times++) {
            retention.look();
            assertThatThrownBy(() -> frozen(reader, asked)).isInstanceOf(UsageArchived.class);

            Files.createFile(wanted);
            retention.look();
            assertThat(frozen(reader, asked)).isEqualTo(before);
            assertThat(wanted)
                    .content()
                    .startsWith("back from usage-202601-%d.parquet".formatted(times));

            clock.advance(Duration.ofHours(7));
            retention.look();
            assertThat(frozen(reader, asked)).isEqualTo(before);
            assertThat(path.storedNow()).isEqualTo(700);

            Files.delete(wanted);
            clock.advance(Duration.ofHours(7));
        }
        Files.createFile(wanted);
        retention.look();
        assertThat(wanted).content().startsWith("back: nothing of it was away");
    }

    @Test
    void whyAMonthCouldNotBeBroughtBackIsSaidAndItIsTriedAgain() throws Exception {
        accept(JANUARY, 0, 100);
        MutableClock clock = MutableClock.at("2026-05-02T00:00:00Z");
        Retention retention = new Retention(archive(), archive, clock, Retention.MONTHS_MIN);
        retention.look();
        Path file = archive().files().getFirst();
        Path elsewhere = Files.move(file, archive.resolve("cold"));
        Path wanted = Files.createFile(archive.resolve("usage-202601.wanted"));
        retention.look();
        assertThat(wanted).content().startsWith("failed").contains("usage-202601-1.parquet");
        assertThat(path.storedNow()).isZero();

        Files.move(elsewhere, file);
        clock.advance(Duration.ofMinutes(2));
        retention.look();
        assertThat(wanted).content().startsWith("back from");
        assertThat(path.storedNow()).isEqualTo(100);
    }

    private static List<MeterDefinition.Filter> seventh() {
        return List.of(new MeterDefinition.Filter("n", List.of("7")));
    }

    private static MeterDefinition meter(List<MeterDefinition.Filter> filters) {
        return new MeterDefinition(
                MeterId.of(UsagePath.nextUlid()),
                "completion",
                filters,
                AggregationType.COUNT,
                null,
                null);
    }

    private BigDecimal counted(UsageReader reader, List<MeterDefinition.Filter> filters) {
        return read(reader, filters, JANUARY_END).value();
    }

    private UsageQuery.Windows read(
            UsageReader reader, List<MeterDefinition.Filter> filters, Instant end) {
        return reader.byMeter(
                new UsageQuery.ByMeter(
                        path.scope(),
                        meter(filters),
                        null,
                        new BillingPeriod(JANUARY_START, end),
                        null,
                        ZoneOffset.UTC));
    }

    @Test
    void whatWasCutOffIsTakenUpAgain() throws Exception {
        accept(JANUARY, 0, 100);
        UsageStore store = path.store();
        // As a crash behind the move leaves it.
        store.execute("CREATE TABLE IF NOT EXISTS usage_leaving AS usage_event");
        store.execute("ALTER TABLE usage_event MOVE PARTITION 202601 TO TABLE usage_leaving");
        Files.writeString(archive.resolve("usage-202601.parquet.tmp"), "half of it");
        assertThat(archive().takeOut(MARCH).getFirst().events()).isEqualTo(100);

        assertThat(path.storedNow()).isZero();
        archive().bringBack(archive().files().getFirst());
        assertThat(path.storedNow()).isEqualTo(100);
    }

    @Test
    void aFileThatIsCutOffIsNotTakenForWhole() throws Exception {
        accept(JANUARY, 0, 100);
        Path file = archive().takeOut(MARCH).getFirst().file();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> archive().bringBack(file)).isInstanceOf(StoreUnavailable.class);
        assertThat(path.storedNow()).isZero();
    }

    @Test
    void whatIsNotAccountedForStays() throws Exception {
        accept(JANUARY, 0, 5);
        UsageArchive blind =
                new UsageArchive(
                        path.store(),
                        () -> new LogAccounts.Standing(0, new TreeMap<>(), ""),
                        archive);
        assertThat(blind.takeOut(MARCH)).isEmpty();
        assertThat(path.storedNow()).isEqualTo(5);
    }

    @Test
    void anEnvironmentsEventsAreExportedAsParquetAndNobodyElses() throws Exception {
        List<UsageEvent> events = accept(JANUARY, 0, 500);
        path.accept(
                new UsageEvent(
                        UsagePath.newScope(), "x", "call", "c", JANUARY, null, Map.of(), JANUARY));
        path.stored();
        Path file = archive.resolve("mine.parquet");
        ParquetExport export = new ParquetExport(path.store(), path.completeness());
        try (InputStream in = export.parquet(path.scope(), JANUARY, JANUARY.plusSeconds(400))) {
            Files.copy(in, file);
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith("PAR1")
                .endsWith("PAR1");

        UsageStore store = path.store();
        store.execute("DROP TABLE IF EXISTS exported");
        store.execute(
                """
                CREATE TABLE exported (event_id String, event_name String,
                    external_customer_id String, timestamp DateTime64(6, 'UTC'),
                    received_at DateTime64(6, 'UTC'), source Nullable(String),
                    properties Map(String, String)) ENGINE = MergeTree ORDER BY timestamp
                """);
        try (InputStream in = Files.newInputStream(file)) {
            store.insert("exported", in, ClickHouseFormat.Parquet);
        }
        RowBinaryReader rows =
                store.query(
                        "SELECT event_id, toUnixTimestamp64Micro(timestamp), properties['n']"
                                + " FROM exported ORDER BY timestamp");
        for (UsageEvent expected : events.subList(0, 400)) {
            assertThat(rows.string()).isEqualTo(expected.eventId());
            assertThat(rows.int64()).isEqualTo(UsageFrame.micros(expected.timestamp()));
            assertThat(rows.string()).isEqualTo(expected.properties().get("n"));
        }
        assertThat(rows.hasNext()).isFalse();
    }
}

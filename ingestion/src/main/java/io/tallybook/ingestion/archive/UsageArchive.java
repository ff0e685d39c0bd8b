package io.tallybook.ingestion.archive;

import com.clickhouse.data.ClickHouseFormat;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes months of usage out of the store that are older than is kept, into Parquet files.
 *
 * <pre>
 * usage_event ─ move the month ─► usage_leaving ─ write ─► file ─ read back, compare ─► drop
 * </pre>
 *
 * That a month leaves is said first, so that whoever reads it knows; see {@link ArchivedMonths}.
 * Moving is one step of the store: an event of that month that comes in meanwhile stays where it
 * is, and leaves with the next file. A crash anywhere leaves the month in usage_leaving, where the
 * next run finds it. Nothing is dropped before its file was read back and is the same. Identities
 * stay for ever, so a repeat of an event that has left is still a repeat.
 */
public final class UsageArchive {
    private static final Logger LOG = LoggerFactory.getLogger(UsageArchive.class);
    private static final String LEAVING = "usage_leaving";
    private static final String READ_BACK = "usage_read_back";
    private static final String FINGERPRINT =
            "SELECT count(), sum(cityHash64(tenant, environment, event_id, event_name,"
                + " external_customer_id, timestamp, received_at, isNull(source), ifNull(source,"
                + " ''), mapKeys(properties), mapValues(properties), kafka_partition,"
                + " kafka_offset)) FROM ";

    private final UsageStore store;
    private final Supplier<LogAccounts.Standing> standing;
    private final Path directory;
    private final ArchivedMonths archived;

    /**
     * @param standing how the accounts stand: what is not accounted for does not leave
     * @param directory where the files go
     */
    public UsageArchive(UsageStore store, Supplier<LogAccounts.Standing> standing, Path directory) {
        this.store = store;
        this.standing = standing;
        this.directory = directory;
        this.archived = new ArchivedMonths(store);
    }

    /** A month that has left. */
    public record Archived(YearMonth month, long events, Path file) {}

    /** Takes out all months before {@code first}. Errors: as of the other. */
    public List<Archived> takeOut(YearMonth first) throws IOException {
        return takeOut(first, Set.of());
    }

    /**
     * Takes out all months before {@code first}. Errors: StoreUnavailable, IOException; a further
     * run goes on where this one broke off.
     *
     * @param kept of them, those that stay
     */
    public List<Archived> takeOut(YearMonth first, Set<YearMonth> kept) throws IOException {
        List<Archived> taken = new ArrayList<>(goOn());
        for (int month : before(first)) {
            if (!kept.contains(month(month)) && isAccountedFor(month)) {
                archived.leave(free(month), "usage_event WHERE toYYYYMM(timestamp) = " + month);
                store.executeHoweverLong(
                        "ALTER TABLE usage_event MOVE PARTITION %d TO TABLE %s"
                                .formatted(month, LEAVING));
                taken.add(leave(month));
            }
        }
        return taken;
    }

    /** What is on its way out goes. */
    private List<Archived> goOn() throws IOException {
        Files.createDirectories(directory);
        store.execute("CREATE TABLE IF NOT EXISTS " + LEAVING + " AS usage_event");
        sayOfOlderFiles();
        List<Archived> gone = new ArrayList<>();
        for (int month : months(LEAVING)) {
            gone.add(leave(month));
        }
        return gone;
    }

    /** Files of before it was said what leaves. */
    private void sayOfOlderFiles() throws IOException {
        Set<String> known = archived.files();
        for (Path file : files()) {
            if (!known.contains(ArchivedMonths.name(file))) {
                readInto(READ_BACK, file);
                archived.leave(file, READ_BACK);
                store.execute("DROP TABLE " + READ_BACK);
            }
        }
    }

    /**
     * Brings back all that has left of a month, each event once, however often. What is on its way
     * out goes first. Errors: StoreUnavailable; IOException naming the file if one is not in the
     * archive; a further run goes on where this one broke off.
     *
     * @return the files that it took them from; none if nothing of the month is away
     */
    public List<Path> bringBack(YearMonth month) throws IOException {
        goOn();
        List<Path> files = new ArrayList<>();
        for (String name : archived.away(month)) {
            Path file = directory.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(
                        file.toString(), null, "it holds events of " + month + ", and is needed");
            }
            files.add(file);
        }
        for (Path file : files) {
            bringBack(file);
            LOG.info("the usage events of {} are back from {}", month, file);
        }
        return List.copyOf(files);
    }

    /** Brings the events of a file back into the store, each once, however often. */
    public void bringBack(Path file) throws IOException {
        readInto(READ_BACK, file);
        store.executeHoweverLong(
                """
                INSERT INTO usage_event SELECT * FROM %1$s
                WHERE (kafka_partition, kafka_offset) NOT IN
                    (SELECT kafka_partition, kafka_offset FROM usage_event
                     WHERE toYYYYMM(timestamp) IN (SELECT DISTINCT toYYYYMM(timestamp) FROM %1$s))
                SETTINGS max_partitions_per_insert_block = 0
                """
                        .formatted(READ_BACK));
        archived.back(file, READ_BACK);
        store.execute("DROP TABLE " + READ_BACK);
    }

    private List<Integer> before(YearMonth first) {
        return months(
                "usage_event WHERE timestamp < toDateTime64('%s-01 00:00:00', 6, 'UTC')"
                        .formatted(first));
    }

    private List<Integer> months(String from) {
        RowBinaryReader rows =
                store.query(
                        "SELECT DISTINCT toUInt64(toYYYYMM(timestamp)) AS month FROM %s ORDER BY month"
                                .formatted(from));
        List<Integer> months = new ArrayList<>();
        while (rows.hasNext()) {
            months.add((int) rows.int64());
        }
        return months;
    }

    /** Whether every record of the month stands where nothing is unexplained. */
    private boolean isAccountedFor(int month) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT kafka_partition, max(kafka_offset) FROM usage_event
                        WHERE toYYYYMM(timestamp) = %d GROUP BY kafka_partition
                        """
                                .formatted(month));
        LogAccounts.Standing now = standing.get();
        while (rows.hasNext()) {
            int partition = rows.uint16();
            if (rows.int64() >= now.checkedUpTo().getOrDefault(partition, 0L)) {
                return false;
            }
        }
        return true;
    }

    private Archived leave(int month) throws IOException {
        String left = LEAVING + " WHERE toYYYYMM(timestamp) = " + month;
        Path file = free(month);
        archived.leave(file, left);
        Path half = directory.resolve("usage-%d.parquet.tmp".formatted(month));
        try (InputStream rows =
                store.stream(
                        "SELECT * FROM %s WHERE toYYYYMM(timestamp) = %d ORDER BY %s"
                                .formatted(LEAVING, month, "tenant, environment, timestamp"),
                        ClickHouseFormat.Parquet)) {
            Files.copy(rows, half, StandardCopyOption.REPLACE_EXISTING);
        }
        force(half);
        long events = compare(left, half);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
        store.executeHoweverLong("ALTER TABLE %s DROP PARTITION %d".formatted(LEAVING, month));
        LOG.info("{} usage events of {} have left for {}", events, month, file);
        return new Archived(month(month), events, file);
    }

    private static YearMonth month(int number) {
        return YearMonth.of(number / 100, number % 100);
    }

    /** Reads the file back. Errors: IllegalStateException if it does not hold what has to leave. */
    private long compare(String left, Path file) throws IOException {
        readInto(READ_BACK, file);
        RowBinaryReader expected = store.query(FINGERPRINT + left);
        RowBinaryReader found = store.query(FINGERPRINT + READ_BACK);
        store.execute("DROP TABLE " + READ_BACK);
        long events = expected.int64();
        long written = found.int64();
        if (events != written || expected.int64() != found.int64()) {
            throw new IllegalStateException(
                    "%s was read back and is not what was to leave: %d events, read %d"
                            .formatted(file, events, written));
        }
        return events;
    }

    private void readInto(String table, Path file) throws IOException {
        store.execute("DROP TABLE IF EXISTS " + table);
        store.execute("CREATE TABLE " + table + " AS usage_event");
        try (InputStream in = Files.newInputStream(file)) {
            store.insert(table, in, ClickHouseFormat.Parquet);
        }
    }

    /** A month may leave more than once: what came in late goes into a file of its own. */
    private Path free(int month) {
        int number = 1;
        while (Files.exists(file(month, number))) {
            number++;
        }
        return file(month, number);
    }

    private Path file(int month, int number) {
        return directory.resolve("usage-%d-%d.parquet".formatted(month, number));
    }

    /** The files there are. */
    public List<Path> files() {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

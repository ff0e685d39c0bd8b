package io.tallybook.ingestion.store;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * ClickHouse as this module uses it: statements, inserts and answers in RowBinary.
 *
 * <p>Blocks; call it from a thread that may wait. Nothing is repeated in here: who asked knows
 * whether a second attempt is safe.
 */
public final class UsageStore implements AutoCloseable {
    private static final int CONNECT_LIMIT_SECONDS = 5;

    /** The server gives up before we do, so that what we gave up on is not done later. */
    private static final int EXECUTION_LIMIT_SECONDS = 60;

    private static final int ANSWER_LIMIT_SECONDS = 90;
    private static final int CONNECTIONS_MAX = 16;

    /** After so long without an answer it is looked whether the server lives, and then again. */
    private static final int PULSE_AFTER_SECONDS = 5;

    private static final String QUERY_BYTES_MAX = Integer.toString(64 * 1024 * 1024);

    private final StoreAddress address;
    private final Client client;
    private final Pulse pulse;
    private final ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();

    /** Does not connect yet. */
    public UsageStore(StoreAddress address) {
        this.address = address;
        this.pulse = new Pulse(address.url());
        this.client =
                new Client.Builder()
                        .addEndpoint(address.url())
                        .setUsername(address.user())
                        .setPassword(address.password())
                        .setDefaultDatabase(address.database())
                        .setClientName("tallybook-ingestion")
                        .setConnectTimeout(CONNECT_LIMIT_SECONDS, ChronoUnit.SECONDS)
                        .setSocketTimeout(ANSWER_LIMIT_SECONDS, ChronoUnit.SECONDS)
                        .setMaxConnections(CONNECTIONS_MAX)
                        .setMaxRetries(0)
                        .retryOnFailures(ClientFaultCause.None)
                        .compressServerResponse(false)
                        .compressClientRequest(false)
                        .serverSetting(
                                "max_execution_time", Integer.toString(EXECUTION_LIMIT_SECONDS))
                        .build();
    }

    /** Makes database and tables, or brings them up to date. */
    public void migrate() {
        new StoreMigrations(this).apply();
    }

    public StoreAddress address() {
        return address;
    }

    /** Carries out a statement that answers nothing. */
    public void execute(String sql) {
        ask(sql, settings());
    }

    /** As {@link #execute(String)}, without a limit of time. */
    public void executeHoweverLong(String sql) {
        ask(sql, settings().serverSetting("max_execution_time", "0"));
    }

    /** As {@link #execute(String)}, for what must not name a database that may not exist yet. */
    void executeOutsideOfDatabase(String sql) {
        ask(sql, settings().setDatabase("system"));
    }

    /**
     * Asks {@code sql} and returns the rows of its answer.
     *
     * <p>Errors: StoreUnavailable if it cannot be had; within seconds if the server is not there.
     */
    public RowBinaryReader query(String sql) {
        Future<RowBinaryReader> asked = asking.submit(() -> ask(sql, settings()));
        try {
            while (true) {
                try {
                    return asked.get(PULSE_AFTER_SECONDS, TimeUnit.SECONDS);
                } catch (TimeoutException silent) {
                    if (!pulse.beats()) {
                        asked.cancel(true);
                        throw new StoreUnavailable("nothing is heard of " + head(sql), silent);
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StoreUnavailable cause
                    ? cause
                    : unavailable(head(sql), e);
        } catch (InterruptedException e) {
            asked.cancel(true);
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at " + head(sql), e);
        }
    }

    /** Asks all of these at once, for most of what a small question costs is its planning. */
    public List<RowBinaryReader> queries(List<String> sqls) {
        if (sqls.size() == 1) {
            return List.of(query(sqls.getFirst()));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<RowBinaryReader>> asked =
                    sqls.stream().map(sql -> threads.submit(() -> query(sql))).toList();
            List<RowBinaryReader> answers = new ArrayList<>();
            for (Future<RowBinaryReader> each : asked) {
                answers.add(each.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw unavailable("asking " + sqls.size() + " at once", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at " + sqls.size() + " questions", e);
        }
    }

    /**
     * Asks {@code sql}, which answers one Int64 or UInt64 a row, and hands over each as it comes,
     * however many there are.
     */
    public void forEachLong(String sql, LongConsumer consumer) {
        QuerySettings settings = settings().serverSetting("max_execution_time", "0");
        receive(
                sql,
                settings,
                in -> {
                    byte[] buffer = new byte[Long.BYTES * 8192];
                    int size = in.readNBytes(buffer, 0, buffer.length);
                    while (size > 0) {
                        RowBinaryReader rows = new RowBinaryReader(buffer, 0);
                        while (rows.position() < size) {
                            consumer.accept(rows.int64());
                        }
                        size = in.readNBytes(buffer, 0, buffer.length);
                    }
                    return size;
                });
    }

    /**
     * Adds {@code rows} to {@code table}.
     *
     * <p>The very same rows sent again are dropped by the server where the table has a
     * deduplication window, so an insert whose answer was lost may be repeated as it was.
     */
    public void insert(String table, List<String> columns, RowBinaryWriter rows) {
        InsertSettings settings =
                new InsertSettings()
                        // A timestamp may be of any month; there is no limit to how many meet in a
                        // batch.
                        .serverSetting("max_partitions_per_insert_block", "0");
        try (InsertResponse response =
                client.insert(
                                table,
                                columns,
                                rows.toInputStream(),
                                ClickHouseFormat.RowBinary,
                                settings)
                        .get()) {
            response.getWrittenRows();
        } catch (ExecutionException | CompletionException e) {
            throw unavailable("insert into " + table, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at an insert into " + table, e);
        } catch (RuntimeException e) {
            throw new StoreUnavailable("insert into " + table + ": " + e.getMessage(), e);
        }
    }

    /**
     * Adds the rows of {@code in} to {@code table}, however many there are, in the order of its
     * columns.
     */
    public void insert(String table, InputStream in, ClickHouseFormat format) {
        InsertSettings settings =
                new InsertSettings()
                        .serverSetting("max_partitions_per_insert_block", "0")
                        .serverSetting("max_execution_time", "0");
        try (InsertResponse response = client.insert(table, in, format, settings).get()) {
            response.getWrittenRows();
        } catch (ExecutionException | CompletionException e) {
            throw unavailable("insert into " + table, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at an insert into " + table, e);
        } catch (RuntimeException e) {
            throw new StoreUnavailable("insert into " + table + ": " + e.getMessage(), e);
        }
    }

    /**
     * Asks {@code sql} and gives the answer as it comes, however long it is; whoever asked closes
     * it.
     */
    public InputStream stream(String sql, ClickHouseFormat format) {
        QuerySettings settings =
                new QuerySettings().setFormat(format).serverSetting("max_execution_time", "0");
        try {
            QueryResponse response = client.query(sql, settings).get();
            return new FilterInputStream(response.getInputStream()) {
                @Override
                @SuppressWarnings("try") // closing may be interrupted: told as what it is
                public void close() throws IOException {
                    try (QueryResponse _ = response) {
                        super.close();
                    } catch (IOException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IOException("closing the answer to " + head(sql), e);
                    }
                }
            };
        } catch (ExecutionException | CompletionException e) {
            throw unavailable(head(sql), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at " + head(sql), e);
        } catch (RuntimeException e) {
            throw new StoreUnavailable(head(sql) + ": " + e.getMessage(), e);
        }
    }

    /** Whether it is there, within seconds, and takes questions from us. */
    public boolean answers() {
        return pulse.beats() && client.ping();
    }

    @Override
    public void close() {
        asking.shutdownNow();
        pulse.close();
        client.close();
    }

    private static QuerySettings settings() {
        return new QuerySettings()
                .setFormat(ClickHouseFormat.RowBinary)
                .serverSetting("max_query_size", QUERY_BYTES_MAX);
    }

    private RowBinaryReader ask(String sql, QuerySettings settings) {
        return receive(sql, settings, in -> new RowBinaryReader(in.readAllBytes(), 0));
    }

    /** What to do with an answer's bytes. */
    private interface Reception<T> {
        T read(InputStream in) throws IOException;
    }

    @SuppressWarnings("try") // closing may be interrupted: caught with the rest
    private <T> T receive(String sql, QuerySettings settings, Reception<T> reception) {
        try (QueryResponse response = client.query(sql, settings).get()) {
            return reception.read(response.getInputStream());
        } catch (ExecutionException | CompletionException e) {
            throw unavailable(head(sql), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted at " + head(sql), e);
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "answer to " + head(sql) + " broke off: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new StoreUnavailable(head(sql) + ": " + e.getMessage(), e);
        } catch (Exception e) {
            throw new StoreUnavailable("closing the answer to " + head(sql), e);
        }
    }

    private static StoreUnavailable unavailable(String what, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new StoreUnavailable(what + ": " + cause.getMessage(), cause);
    }

    private static String head(String sql) {
        return "'" + sql.substring(0, Math.min(sql.length(), 120)).replace('\n', ' ') + "…'";
    }
}

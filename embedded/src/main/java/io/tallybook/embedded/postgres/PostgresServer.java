package io.tallybook.embedded.postgres;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.EngineHome;
import io.tallybook.embedded.home.Password;
import io.tallybook.embedded.home.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres as a child process of this JVM, listening on loopback, data kept.
 *
 * <p>What was committed is on disk ({@code fsync} and {@code synchronous_commit} are on, said on
 * the command line, which no configuration file outranks), so it survives a kill -9 of anything and
 * a power cut as far as the disk keeps its word. The server's life is tied to ours: when this JVM
 * ends, however it ends, the server stops within seconds.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String USER = "tallybook";
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MS = 20;
    private static final int MAJOR_VERSION = 18;

    /** Durability first; the rest keeps one machine's memory for the others. */
    private static final Map<String, String> SERVER_SETTINGS =
            Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("shared_buffers", "128MB"),
                    Map.entry("max_connections", "100"),
                    Map.entry("max_wal_size", "2GB"),
                    Map.entry("random_page_cost", "1.1"),
                    Map.entry("jit", "off"),
                    Map.entry("timezone", "UTC"),
                    Map.entry("log_timezone", "UTC"));

    private final Leash leash;
    private final long postmasterPid;
    private final int port;
    private final String password;

    private PostgresServer(Leash leash, long postmasterPid, int port, String password) {
        this.leash = leash;
        this.postmasterPid = postmasterPid;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server on {@code directory} (made at the first start: {@code data/}, {@code
     * password}, {@code server.log}) and returns when it accepts connections. A server that an
     * earlier, killed JVM left behind is stopped first.
     */
    public static PostgresServer start(Path directory, int port, EngineHome home)
            throws IOException, InterruptedException {
        Directories.createPrivate(directory);
        Path here = directory.toAbsolutePath().normalize();
        Path data = here.resolve("data");
        String password = Password.in(here.resolve("password"));
        PostgresProgram program = PostgresProgram.in(home);
        Privileges privileges = Privileges.of(here.resolve("password"));
        if (Files.notExists(data)) {
            initialize(program, privileges, here, password);
        }
        requireKnownVersion(data);
        Postmaster.vacate(data);
        requireFree(port);
        Leash leash = launch(program, privileges, here, port);
        try {
            long pid = awaitReady(leash, here);
            return new PostgresServer(leash, pid, port, password);
        } catch (IOException | InterruptedException | RuntimeException e) {
            stop(leash);
            throw e;
        }
    }

    public String host() {
        return "127.0.0.1";
    }

    public int port() {
        return port;
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** The JDBC address of {@code database}; "postgres" always exists. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host() + ":" + port + "/" + database;
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password);
    }

    /** Creates {@code database} unless it exists. */
    public void createDatabase(String database) throws SQLException {
        if (!database.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "a database name is lower-case letters, digits and _, at most 63: " + database);
        }
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            String known = "select 1 from pg_database where datname = '" + database + "'";
            if (!statement.executeQuery(known).next()) {
                statement.execute("create database " + database);
            }
        }
    }

    public boolean isRunning() {
        return leash.isAlive() && ProcessHandle.of(postmasterPid).isPresent();
    }

    /** The server's own process, for those who watch or measure it. */
    public long pid() {
        return postmasterPid;
    }

    /**
     * Stops the server in order: running transactions are rolled back, the data directory is left
     * clean.
     */
    @Override
    public void close() {
        stop(leash);
    }

    private static void initialize(
            PostgresProgram program, Privileges privileges, Path directory, String password)
            throws IOException, InterruptedException {
        // In a neighbouring directory, renamed when complete: a kill half-way leaves nothing that
        // looks like a database.
        Path unfinished = directory.resolve("data.unfinished");
        Path passwordFile = directory.resolve("password.initdb");
        Path log = directory.resolve("initdb.log");
        Directories.delete(unfinished);
        Directories.createPrivate(unfinished);
        Directories.writePrivate(passwordFile, password);
        privileges.giveTo(unfinished);
        privileges.giveTo(passwordFile);
        List<String> initdb =
                List.of(
                        program.executable("initdb"),
                        "--pgdata=" + unfinished,
                        "--username=" + USER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C");
        int code = Leash.on(privileges.command(initdb), log).exitCode();
        Files.deleteIfExists(passwordFile);
        if (code != 0) {
            throw new IOException("initdb ended with " + code + ": " + Files.readString(log));
        }
        Files.move(unfinished, directory.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void requireKnownVersion(Path data) throws IOException {
        String version = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(MAJOR_VERSION))) {
            throw new IOException(
                    data
                            + " was written by Postgres "
                            + version
                            + ", this is Postgres "
                            + MAJOR_VERSION);
        }
    }

    private static void requireFree(int port) throws IOException {
        if (!Port.isFree(port)) {
            throw new IOException("port " + port + " for Postgres is in use by another program");
        }
    }

    private static Leash launch(
            PostgresProgram program, Privileges privileges, Path directory, int port)
            throws IOException {
        List<String> postgres = new ArrayList<>();
        postgres.add(program.executable("postgres"));
        postgres.addAll(List.of("-D", directory.resolve("data").toString()));
        postgres.addAll(List.of("-p", Integer.toString(port)));
        SERVER_SETTINGS.forEach(
                (name, value) -> postgres.addAll(List.of("-c", name + "=" + value)));
        LOG.debug("starting {}", postgres);
        return Leash.on(privileges.command(postgres), directory.resolve("server.log"));
    }

    private static long awaitReady(Leash leash, Path directory)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Optional<Postmaster> postmaster = Postmaster.of(directory.resolve("data"));
            if (postmaster.isPresent()
                    && postmaster.get().ready()
                    && isChild(leash, postmaster.get())) {
                return postmaster.get().pid();
            }
            if (leash.hasEndedWithin(POLL_MS)) {
                throw new IOException(
                        "Postgres ended with "
                                + leash.exitCode()
                                + ": "
                                + Files.readString(directory.resolve("server.log")));
            }
        }
        throw new IOException("Postgres did not accept connections within " + START_LIMIT);
    }

    /** The pid file may still be the one of an earlier server. */
    private static boolean isChild(Leash leash, Postmaster postmaster) {
        return leash.processes().anyMatch(p -> p.pid() == postmaster.pid());
    }

    private static void stop(Leash leash) {
        try {
            leash.letGo();
            if (!leash.hasEndedWithin(STOP_LIMIT.toMillis())) {
                LOG.warn("Postgres did not stop within {}; its leash goes on trying", STOP_LIMIT);
            }
        } catch (IOException e) {
            LOG.warn("the leash of Postgres was gone already", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

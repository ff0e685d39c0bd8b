package io.tallybook.app.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything that a running application keeps, to be searched for a text. */
public final class Stores implements AutoCloseable {
    private static final String EVERY_COLUMN =
            """
            select c.table_schema, c.table_name, c.column_name, c.data_type
            from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
            order by 1, 2, 3
            """;

    private final Path directory;
    private final Connection postgres;

    private Stores(Path directory, Connection postgres) {
        this.directory = directory;
        this.postgres = postgres;
    }

    public static Stores of(RunningApp app) throws IOException, SQLException {
        Path server = app.directory().resolve("postgres");
        String port = Files.readAllLines(server.resolve("data/postmaster.pid")).get(3).strip();
        String password = Files.readString(server.resolve("password")).strip();
        return new Stores(
                app.directory(),
                DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/tallybook",
                        "tallybook",
                        password));
    }

    public int execute(String sql) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            return statement.execute(sql) ? 0 : statement.getUpdateCount();
        }
    }

    public String one(String sql) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    private record Column(String table, String name, String type) {}

    /** Where in Postgres a row holds the text: every column of every table, and the samples. */
    public List<String> tablesWith(String text) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery(EVERY_COLUMN)) {
            while (rows.next()) {
                columns.add(
                        new Column(
                                rows.getString(1) + ".\"" + rows.getString(2) + '"',
                                '"' + rows.getString(3) + '"',
                                rows.getString(4)));
            }
        }
        List<String> found = new ArrayList<>();
        for (Column column : columns) {
            String holds =
                    column.type().equals("bytea")
                            ? "position(convert_to('" + text + "', 'UTF8') in %s) > 0"
                            : "%s::text like '%%" + text + "%%'";
            String sql =
                    "select count(*) from "
                            + column.table()
                            + " where "
                            + holds.formatted(column.name());
            if (!one(sql).equals("0")) {
                found.add(column.table() + "." + column.name());
            }
        }
        String samples =
                "select count(*) from pg_stats where most_common_vals::text like '%"
                        + text
                        + "%' or histogram_bounds::text like '%"
                        + text
                        + "%'";
        if (!one(samples).equals("0")) {
            found.add("pg_stats");
        }
        return found;
    }

    /** Writes every page anew, without the rows that are no more, and out to the files. */
    public void compact() throws SQLException {
        execute("vacuum (full, analyze)");
        execute("checkpoint");
    }

    /** The files that hold the text, besides the write-ahead log. */
    public List<String> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/pg_wal/"))
                    .filter(file -> holds(file, wanted))
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            // As Latin-1 every byte is one character, so that the search is over bytes.
            String content = Files.readString(file, StandardCharsets.ISO_8859_1);
            return content.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (java.nio.file.NoSuchFileException _) {
            return false; // The servers at work take files away.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        postgres.close();
    }
}

package io.tallybook.query.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tallybook.embedded.TestPostgres;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** What is long of a document stays where it is while the rest of its row changes. */
class PartsTest {
    private static final Table<Row> TABLE =
            new Table<>(
                    "kept",
                    List.of(
                            Column.text("id", Row::id),
                            Column.document("document", row -> "{\"name\": \"" + row.name + "\"}"),
                            Column.whole(Table.LAST_SEQUENCE, Row::sequence)),
                    List.of("id"),
                    Set.of(),
                    List.of(new Part<>("lines", Row::lines), new Part<>("steps", Row::steps)));

    /** Too long to be kept in its row, and no two alike. */
    private static final List<String> LONG =
            IntStream.range(0, 20_000).mapToObj(i -> "line " + i * 7919).toList();

    private static final Row FIRST = new Row("one", 3, "first", LONG, List.of("a"));

    @SuppressWarnings("NullAway.Init") // set before all
    private static HikariDataSource pool;

    @SuppressWarnings("NullAway.Init") // set before all
    private static ReadTables tables;

    private record Row(
            String id, long sequence, String name, List<String> lines, List<String> steps) {
        Row then(long later, String other) {
            return new Row(id, later, other, lines, steps);
        }

        Optional<Versioned<Row>> stored() {
            return Optional.of(new Versioned<>(id, this, sequence));
        }
    }

    @BeforeAll
    static void open() {
        TestPostgres postgres = TestPostgres.fresh();
        pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.server().user());
        pool.setPassword(postgres.server().password());
        tables = new ReadTables(pool);
        run(
                Sql.of(
                        "create table kept (id text primary key, document jsonb not null,"
                                + " lines json not null, steps json not null,"
                                + " last_sequence bigint not null)"));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @BeforeEach
    void theFirstIsStored() {
        run(TABLE.truncate());
        run(TABLE.upsert(List.of(FIRST)));
    }

    private static void run(Sql sql) {
        tables.write(List.of(sql)).block();
    }

    private static String one(String column) {
        return Objects.requireNonNull(
                tables.read(
                                Sql.of("select " + column + " as it from kept"),
                                row -> Objects.requireNonNull(row.get("it", String.class)))
                        .blockFirst());
    }

    private static String document() {
        return one("(" + TABLE.documentText("") + ")::jsonb::text");
    }

    private static String expected(String name, List<String> lines, List<String> steps) {
        return one("'" + document(name, lines, steps) + "'::jsonb::text");
    }

    private static String document(String name, List<String> lines, List<String> steps) {
        return "{\"name\":\"%s\",\"lines\":%s,\"steps\":%s}"
                .formatted(name, texts(lines), texts(steps));
    }

    private static String texts(List<String> texts) {
        return texts.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    /** Where the database keeps what is too long for a row. */
    private static String place() {
        return one("pg_column_toast_chunk_id(lines)::text");
    }

    @Test
    void theDocumentIsWhole() {
        assertThat(document()).isEqualTo(expected("first", LONG, List.of("a")));
    }

    @Test
    void aPartThatIsTheSameIsNotWrittenAgain() {
        String place = place();

        run(TABLE.upsert(List.of(FIRST.then(4, "second")), _ -> FIRST.stored()));

        assertThat(document()).isEqualTo(expected("second", LONG, List.of("a")));
        assertThat(place()).isEqualTo(place);
    }

    @Test
    void aPartThatIsOtherIsWritten() {
        Row other = new Row("one", 4, "second", LONG, List.of("b"));

        run(TABLE.upsert(List.of(other), _ -> FIRST.stored()));

        assertThat(document()).isEqualTo(expected("second", LONG, List.of("b")));
    }

    @Test
    void aRepeatChangesNothing() {
        run(TABLE.upsert(List.of(FIRST.then(4, "second")), _ -> FIRST.stored()));
        run(TABLE.upsert(List.of(FIRST.then(4, "other")), _ -> FIRST.stored()));
        run(TABLE.upsert(List.of(FIRST.then(2, "older")), _ -> FIRST.stored()));

        assertThat(document()).isEqualTo(expected("second", LONG, List.of("a")));
    }

    @Test
    void whatIsNotThereCannotStayWhereItIs() {
        run(TABLE.truncate());
        Sql kept = TABLE.upsert(List.of(FIRST.then(4, "second")), _ -> FIRST.stored());

        assertThatThrownBy(() -> run(kept)).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void norCanWhatIsOfAnotherVersion() {
        run(TABLE.upsert(List.of(new Row("one", 4, "second", List.of("x"), List.of("b")))));
        Sql kept = TABLE.upsert(List.of(FIRST.then(5, "third")), _ -> FIRST.stored());

        assertThatThrownBy(() -> run(kept)).isInstanceOf(DataIntegrityViolationException.class);
        assertThat(document()).isEqualTo(expected("second", List.of("x"), List.of("b")));
    }
}

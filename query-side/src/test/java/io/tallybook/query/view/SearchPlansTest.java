package io.tallybook.query.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.embedded.TestPostgres;
import io.tallybook.query.customer.CustomerProjector;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How Postgres goes about the searches of a long list: never through all of its rows. */
class SearchPlansTest {
    private static final int CUSTOMERS = 20_000;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Scope SCOPE =
            new Scope(
                    TenantId.of(Ulid.derived(START, "tenant")),
                    EnvironmentId.of(Ulid.derived(START, "environment")));
    private static final List<Order> NEWEST = List.of(new Order("created_at", Direction.DESC));

    @SuppressWarnings("NullAway.Init") // set before all
    private static Connection connection;

    @BeforeAll
    static void fill() throws SQLException {
        TestPostgres postgres = TestPostgres.fresh();
        Flyway.configure()
                .dataSource(
                        postgres.jdbcUrl(), postgres.server().user(), postgres.server().password())
                .load()
                .migrate();
        connection = postgres.server().connect(postgres.database());
        try (PreparedStatement rows =
                connection.prepareStatement(
                        """
                        insert into view_customer (tenant, environment, id, entity_status,
                            external_id, name, email, parent_customer_id, metadata, document,
                            last_sequence, created_at, updated_at)
                        select ?, ?, 'cust_' || lpad(n::text, 26, '0'), 'PUBLISHED', 'c-' || n,
                            'name ' || n % 500, n || '@example.com',
                            case when n % 50 = 0 then 'cust_parent_' || n % 20 end,
                            jsonb_build_object('team', 'team ' || n % 200), '{}', 0,
                            timestamptz '2025-01-01' + n * interval '1 second',
                            timestamptz '2025-01-01' + n * interval '1 second'
                        from generate_series(1, ?) n
                        """)) {
            rows.setString(1, SCOPE.tenant().value());
            rows.setString(2, SCOPE.environment().value());
            rows.setInt(3, CUSTOMERS);
            assertThat(rows.executeUpdate()).isEqualTo(CUSTOMERS);
        }
        try (var statement = connection.createStatement()) {
            statement.execute("vacuum analyze view_customer");
        }
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    private static SearchSpec by(String field, Operator operator, String value) {
        return new SearchSpec(
                List.of(
                        new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED")),
                        new Criterion(field, operator, List.of(value))),
                NEWEST,
                20,
                0);
    }

    private static SearchSpec sortedBy(String field, Direction direction) {
        return new SearchSpec(
                List.of(new Criterion("entity_status", Operator.EQ, List.of("PUBLISHED"))),
                List.of(new Order(field, direction)),
                20,
                0);
    }

    static Stream<SearchSpec> searches() {
        return Stream.of(
                by("name", Operator.EQ, "name 7"),
                by("email", Operator.EQ, "7@example.com"),
                by("external_id", Operator.EQ, "c-7"),
                by("external_id", Operator.STARTS_WITH, "c-77"),
                by("parent_customer_id", Operator.EQ, "cust_parent_0"),
                by("metadata.team", Operator.EQ, "team 7"),
                by("created_at", Operator.GTE, "2025-01-01T05:30:00Z"),
                sortedBy("created_at", Direction.DESC),
                sortedBy("created_at", Direction.ASC),
                sortedBy("updated_at", Direction.DESC),
                sortedBy("name", Direction.ASC),
                sortedBy("email", Direction.DESC),
                sortedBy("external_id", Direction.ASC));
    }

    /** By rows looked at, which unlike milliseconds are the same on every machine. */
    @ParameterizedTest
    @MethodSource("searches")
    void aPageTouchesAFewRowsAndNotTheList(SearchSpec spec) throws SQLException {
        Search search = new Search(CustomerProjector.TABLE.table(), SCOPE, Map.of(), spec, NEWEST);
        String plan = withoutTheCount(plan(search.page(Optional.empty())));
        assertThat(plan).doesNotContain("Seq Scan");
        assertThat(rowsLookedAt(plan)).as(plan).isLessThan(CUSTOMERS / 10L);
    }

    private static String plan(Sql sql) throws SQLException {
        String text = sql.text();
        for (int i = sql.values().size(); i >= 1; i--) {
            Object value = sql.values().get(i - 1);
            String literal =
                    value instanceof Number
                            ? value.toString()
                            : "'" + value.toString().replace("'", "''") + "'";
            text = text.replace("$" + i, literal);
        }
        StringBuilder plan = new StringBuilder();
        try (var statement = connection.createStatement();
                ResultSet lines = statement.executeQuery("explain (analyze) " + text)) {
            while (lines.next()) {
                plan.append(lines.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    /** How many fit in all is counted beside the page, and has to look at all of them. */
    private static String withoutTheCount(String plan) {
        StringBuilder page = new StringBuilder();
        int count = Integer.MAX_VALUE;
        for (String line : plan.lines().toList()) {
            int depth = line.length() - line.stripLeading().length();
            if (line.contains("InitPlan")) {
                count = depth;
            } else if (depth <= count) {
                count = Integer.MAX_VALUE;
                page.append(line).append('\n');
            }
        }
        return page.toString();
    }

    private static long rowsLookedAt(String plan) {
        return plan.lines()
                .filter(line -> line.contains("Scan") && line.contains("actual"))
                .map(line -> line.replaceAll(".*rows=([0-9.]+) loops.*", "$1"))
                .mapToLong(rows -> new BigDecimal(rows).longValue())
                .max()
                .orElseThrow();
    }
}

package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.app.Tallybook;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Faults of this stack that show no error and cost money or an answer;
 * docs/decisions/0003-axon-said-explicitly.md and 0022-a-thread-for-each-task-of-a-request.md.
 */
@SpringBootTest(classes = Tallybook.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
class SilentFaultsTest {
    @Autowired TransactionManager transactions;
    @Autowired ConnectionProvider connections;
    @Autowired EventStore store;
    @Autowired Serializer serializer;
    @Autowired JdbcTemplate jdbc;
    @Autowired DataSource dataSource;
    @Autowired DatabaseClient requests;

    @Autowired
    @Qualifier("views")
    DataSource views;

    @DynamicPropertySource
    static void aDirectoryOfItsOwn(DynamicPropertyRegistry registry) throws IOException {
        String directory = Files.createTempDirectory("tallybook-faults").toString();
        registry.add("tallybook.data", () -> directory);
    }

    @Test
    void whatAUnitOfWorkWritesIsWrittenTogetherOrNotAtAll() {
        assertThat(transactions).isInstanceOf(SpringTransactionManager.class);
        jdbc.execute("create table if not exists fault_a (n int primary key)");
        var work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("work"));
        work.attachTransaction(transactions);
        work.onPrepareCommit(
                unit -> {
                    throw new IllegalStateException("the second half fails");
                });
        assertThatThrownBy(
                        () ->
                                work.executeWithResult(
                                                () -> jdbc.update("insert into fault_a values (1)"))
                                        .getPayload())
                .hasStackTraceContaining("the second half fails");
        assertThat(jdbc.queryForObject("select count(*) from fault_a", Integer.class)).isZero();
    }

    @Test
    void aConnectionIsClosedOnceAndThenLeftToTheNextBorrower() throws Exception {
        List<AtomicInteger> closed = Collections.synchronizedList(new ArrayList<>());
        ConnectionProvider provider =
                connections
                        .getClass()
                        .getConstructor(DataSource.class)
                        .newInstance(new CountingDataSource(dataSource, closed));
        var work = DefaultUnitOfWork.startAndGet(GenericEventMessage.asEventMessage("work"));
        work.execute(
                () -> {
                    try (Connection connection = provider.getConnection()) {
                        assertThat(connection.isValid(1)).isTrue();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertThat(closed).hasSize(1);
        assertThat(closed.getFirst()).hasValue(1);
    }

    @Test
    void aTokenOfAReplayCanBeReadAgain() {
        TrackingToken token =
                ReplayToken.createReplayToken(
                        new GapAwareTrackingToken(7, List.of(6L)),
                        new GapAwareTrackingToken(3, List.of()),
                        "why");
        var written = serializer.serialize(token, byte[].class);
        assertThat(serializer.<byte[], TrackingToken>deserialize(written)).isEqualTo(token);
    }

    @Test
    void whatPostgresAcknowledgesIsOnTheDisk() {
        assertThat(jdbc.queryForObject("show fsync", String.class)).isEqualTo("on");
        assertThat(jdbc.queryForObject("show synchronous_commit", String.class)).isEqualTo("on");
        assertThat(jdbc.queryForObject("show full_page_writes", String.class)).isEqualTo("on");
    }

    /** Their tokens do wait, and come after them. */
    @Test
    void onlyRowsOfViewsDoNotWaitForTheDisk() {
        String asked = "show synchronous_commit";
        assertThat(requests.sql(asked).mapValue(String.class).one().block()).isEqualTo("on");
        assertThat(new JdbcTemplate(views).queryForObject(asked, String.class)).isEqualTo("off");
    }

    @Test
    void anEventThatTheProgramDoesNotKnowStopsTheReader() {
        jdbc.update(
                "insert into domain_event_entry (aggregate_identifier, sequence_number, type,"
                    + " event_identifier, meta_data, payload, payload_revision, payload_type,"
                    + " time_stamp) values ('fault-e', 0, 'Wallet', 'fault-e-0', '{}', '{}', '1',"
                    + " 'wallet.evaporated', '2025-01-01T00:00:00Z')");
        try {
            assertThatThrownBy(
                            () ->
                                    store.readEvents("fault-e")
                                            .asStream()
                                            .map(Message::getPayload)
                                            .toList())
                    .hasStackTraceContaining("wallet.evaporated");
        } finally {
            jdbc.update("delete from domain_event_entry where aggregate_identifier = 'fault-e'");
        }
    }

    /** Its first event is missing, so no view can take it: an operator has to look. */
    @Test
    void anEventThatAViewCannotTakeIsSetAsideAndOthersGoOn() {
        String orphan = "cust_01ARZ3NDEKTSV4RRFFQ69G5FAV";
        String following = "cust_01ARZ3NDEKTSV4RRFFQ69G5FAW";
        event(orphan, 1, "customer.updated", "");
        event(
                following,
                0,
                "customer.created",
                "\"scope\":{\"tenant\":\"tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV\","
                        + "\"environment\":\"env_01ARZ3NDEKTSV4RRFFQ69G5FAV\"},"
                        + "\"externalId\":\"following\",");
        Eventually.within(
                Duration.ofSeconds(60),
                () -> {
                    assertThat(count("dead_letter_entry where aggregate_identifier", orphan))
                            .isEqualTo(1);
                    assertThat(count("view_customer where id", following)).isEqualTo(1);
                });
        assertThat(count("dead_letter_entry where aggregate_identifier", following)).isZero();
    }

    private void event(String id, int sequence, String name, String fields) {
        String metadata =
                "{\"tenant\":\"tenant_01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"environment\":"
                        + "\"env_01ARZ3NDEKTSV4RRFFQ69G5FAV\",\"actor\":\"test\","
                        + "\"effective_at\":\"2025-01-01T00:00:00Z\"}";
        String payload =
                "{\"customerId\":\""
                        + id
                        + "\","
                        + fields
                        + "\"personal\":{\"name\":\"x\"},\"timezone\":\"UTC\",\"metadata\":{}}";
        jdbc.update(
                "insert into domain_event_entry (aggregate_identifier, sequence_number, type,"
                        + " event_identifier, meta_data, payload, payload_revision, payload_type,"
                        + " time_stamp) values (?, ?, 'customer', ?, ?, ?, '1', ?,"
                        + " '2025-01-01T00:00:00Z')",
                id,
                sequence,
                id + "-" + sequence,
                metadata.getBytes(StandardCharsets.UTF_8),
                payload.getBytes(StandardCharsets.UTF_8),
                name);
    }

    @Test
    void whatOneGivesUpDoesNotEndWhatAnotherWaitsFor() {
        int together = 64;
        Mono<Integer> work =
                Mono.fromFuture(
                                () -> {
                                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                                    return CompletableFuture.completedFuture(1);
                                })
                        .subscribeOn(Schedulers.boundedElastic());
        Mono<Integer> givenUp = work.flatMap(_ -> Mono.error(new IllegalStateException("refused")));
        assertThat(
                        Flux.range(0, 100 * together)
                                .flatMap(
                                        i -> i % 2 == 0 ? work : givenUp.onErrorReturn(1), together)
                                .count()
                                .block(Duration.ofSeconds(60)))
                .isEqualTo(100L * together);
    }

    private int count(String tableWhereColumn, String value) {
        Integer count =
                jdbc.queryForObject(
                        "select count(*) from " + tableWhereColumn + " = ?", Integer.class, value);
        return count == null ? 0 : count;
    }

    /** Counts how often each connection that it has handed out is closed. */
    private static final class CountingDataSource extends DelegatingDataSource {
        private final List<AtomicInteger> closed;

        CountingDataSource(DataSource target, List<AtomicInteger> closed) {
            super(target);
            this.closed = closed;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            AtomicInteger count = new AtomicInteger();
            closed.add(count);
            return (Connection)
                    Proxy.newProxyInstance(
                            getClass().getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("close")) {
                                    count.incrementAndGet();
                                }
                                try {
                                    return method.invoke(connection, arguments);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });
        }
    }
}

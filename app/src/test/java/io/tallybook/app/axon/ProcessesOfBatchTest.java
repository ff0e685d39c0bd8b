package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.tallybook.core.wire.Wire;
import io.tallybook.embedded.TestPostgres;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

class ProcessesOfBatchTest {
    private static final PGSimpleDataSource DATABASE = database();

    record Begun(String orderId) {}

    record Moved(String orderId, int steps) {}

    record Paid(String billId) {}

    record Ended(String orderId) {}

    /** Counts how far it has moved. */
    @JsonAutoDetect(
            fieldVisibility = JsonAutoDetect.Visibility.ANY,
            getterVisibility = JsonAutoDetect.Visibility.NONE)
    public static class Order {
        private int steps;

        @StartSaga
        @SagaEventHandler(associationProperty = "orderId")
        void on(Begun event) {
            SagaLifecycle.associateWith("billId", "bill-of-" + event.orderId());
        }

        @SagaEventHandler(associationProperty = "orderId")
        void on(Moved event) {
            steps += event.steps();
        }

        @SagaEventHandler(associationProperty = "billId")
        void on(Paid event) {
            steps += 100;
        }

        @EndSaga
        @SagaEventHandler(associationProperty = "orderId")
        void on(Ended event) {}
    }

    private final JdbcTemplate jdbc = new JdbcTemplate(DATABASE);
    private final AtomicInteger connections = new AtomicInteger();
    private final ProcessesOfBatch store = store();
    private final AnnotatedSagaManager<Order> orders =
            AnnotatedSagaManager.<Order>builder()
                    .sagaType(Order.class)
                    .sagaFactory(Order::new)
                    .sagaRepository(
                            AnnotatedSagaRepository.<Order>builder()
                                    .sagaType(Order.class)
                                    .sagaStore(store)
                                    .build())
                    .build();

    @BeforeEach
    void nothing() {
        jdbc.execute("truncate saga_entry, association_value_entry");
    }

    @Test
    void theProcessesOfABatchAreLookedUpTogether() {
        batch(IntStream.range(0, 20).mapToObj(i -> new Begun("order-" + i)).toArray());
        connections.set(0);

        batch(IntStream.range(0, 20).mapToObj(i -> new Moved("order-" + i, 0)).toArray());

        assertThat(connections).as("one question, and nothing to write").hasValue(1);
    }

    @Test
    void whatHasChangedIsWritten() {
        batch(new Begun("a"), new Begun("b"));

        batch(new Moved("a", 1), new Moved("b", 2), new Moved("a", 3), new Moved("nobody", 4));
        batch(new Moved("a", 5), new Paid("bill-of-b"), new Paid("bill-of-nobody"));

        assertThat(steps("a")).isEqualTo(9);
        assertThat(steps("b")).isEqualTo(102);
    }

    @Test
    void oneThatBeginsAndEndsInABatchHearsAllBetween() {
        batch(new Begun("a"), new Moved("a", 1), new Paid("bill-of-a"), new Ended("a"));
        assertThat(processes()).isZero();

        batch(new Begun("b"));
        batch(new Moved("b", 1), new Ended("b"), new Moved("b", 1), new Begun("b"));
        assertThat(processes()).isOne();
        assertThat(steps("b")).isZero();
    }

    @Test
    void whatIsWrittenInABatchIsSeenInIt() {
        batch(new Begun("a"));
        EventMessage<?> asked = GenericEventMessage.asEventMessage(new Moved("a", 0));
        run(
                List.of(asked),
                () -> {
                    AssociationValue a = new AssociationValue("orderId", "a");
                    String id = store.findSagas(Order.class, a).iterator().next();
                    store.deleteSaga(Order.class, id, Set.of(a));
                    assertThat(store.findSagas(Order.class, a)).isEmpty();
                });
    }

    private int processes() {
        Integer count = jdbc.queryForObject("select count(*) from saga_entry", Integer.class);
        return count == null ? 0 : count;
    }

    private int steps(String order) {
        AssociationValue value = new AssociationValue("orderId", order);
        String id = store.findSagas(Order.class, value).iterator().next();
        return store.loadSaga(Order.class, id).saga().steps;
    }

    private void batch(Object... events) {
        List<EventMessage<?>> messages =
                Arrays.stream(events)
                        .<EventMessage<?>>map(GenericEventMessage::asEventMessage)
                        .toList();
        var each = messages.iterator();
        run(messages, () -> orders.handle(each.next(), Segment.ROOT_SEGMENT));
    }

    private interface Step {
        void perform() throws Exception;
    }

    private static void run(List<EventMessage<?>> messages, Step step) {
        BatchingUnitOfWork<EventMessage<?>> unit = new BatchingUnitOfWork<>(messages);
        unit.start();
        var ended =
                unit.executeWithResult(
                        () -> {
                            step.perform();
                            return true;
                        },
                        RollbackConfigurationType.ANY_THROWABLE);
        if (ended.isExceptional()) {
            throw new AssertionError(ended.exceptionResult());
        }
    }

    private ProcessesOfBatch store() {
        ConnectionProvider counted =
                () -> {
                    connections.incrementAndGet();
                    return DATABASE.getConnection();
                };
        Serializer serializer =
                Jackson3Serializer.builder().jsonMapperBuilderCustomizer(Wire::configure).build();
        return new ProcessesOfBatch(
                JdbcSagaStore.builder()
                        .connectionProvider(counted)
                        .serializer(serializer)
                        .sqlSchema(new PostgresSagaSqlSchema(schema())),
                counted,
                serializer);
    }

    private static SagaSchema schema() {
        return SagaSchema.builder()
                .sagaEntryTable("saga_entry")
                .revisionColumn("revision")
                .serializedSagaColumn("serialized_saga")
                .associationValueEntryTable("association_value_entry")
                .associationKeyColumn("association_key")
                .associationValueColumn("association_value")
                .sagaIdColumn("saga_id")
                .sagaTypeColumn("saga_type")
                .build();
    }

    private static PGSimpleDataSource database() {
        TestPostgres postgres = TestPostgres.fresh();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(postgres.jdbcUrl());
        database.setUser(postgres.server().user());
        database.setPassword(postgres.server().password());
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }
}

package io.tallybook.query;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.customer;
import static io.tallybook.query.Samples.customerCreated;
import static io.tallybook.query.Samples.customerRenamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.progress.Waiting;
import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionMetrics;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.TableRows;
import io.tallybook.testkit.Eventually;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ProjectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private ReadSide side = ReadSide.start();

    @BeforeEach
    void first() {
        side.publish(SCOPE, customer("ada").value(), customerCreated(SCOPE, "ada"));
        side.settled(ViewKind.CUSTOMER, customer("ada").value());
    }

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aRowShowsWhatItsEventsSay() {
        side.publish(
                SCOPE,
                customer("ada").value(),
                customerRenamed("ada", "Ada Lovelace"),
                START.plusSeconds(60));
        side.settled(ViewKind.CUSTOMER, customer("ada").value());

        CustomerView view = stored(customer("ada"));

        assertThat(view.personal().name()).isEqualTo("Ada Lovelace");
        assertThat(view.externalId()).isEqualTo("ext-ada");
        assertThat(view.timezone()).isEqualTo("Europe/Berlin");
        assertThat(view.stamp().version()).isEqualTo(1);
        assertThat(view.stamp().createdAt()).isEqualTo(START);
        assertThat(view.stamp().updatedAt()).isEqualTo(START.plusSeconds(60));
        assertThat(view.stamp().updatedBy()).isEqualTo("tester");
    }

    @Test
    void whatComesAgainChangesNothing() {
        side.publish(SCOPE, customer("ada").value(), customerRenamed("ada", "Ada Lovelace"));
        side.settled(ViewKind.CUSTOMER, customer("ada").value());
        List<String> before = side.rows("view_customer");

        side.publish(
                List.of(
                        again(0, customerCreated(SCOPE, "ada")),
                        again(1, customerRenamed("ada", "Somebody Else")),
                        again(0, customerCreated(SCOPE, "ada"))));
        side.caughtUp(CustomerProjector.PROCESSOR);

        assertThat(side.rows("view_customer")).isEqualTo(before);
        assertThat(side.deadLetters(CustomerProjector.PROCESSOR).size()).isZero();
    }

    @Test
    void aGapIsPutAsideWithAllThatFollowsAndTheOthersGoOn() {
        List<String> before = side.rows("view_customer");
        side.publish(
                List.of(
                        again(2, customerRenamed("ada", "Too Early")),
                        again(3, customerRenamed("ada", "Even Earlier")),
                        ReadSide.message(
                                SCOPE,
                                customer("bob").value(),
                                0,
                                customerCreated(SCOPE, "bob"),
                                START)));

        Eventually.within(
                LIMIT,
                () ->
                        assertThat(side.deadLetters(CustomerProjector.PROCESSOR).size())
                                .isEqualTo(2));
        Eventually.within(LIMIT, () -> assertThat(stored(customer("bob"))).isNotNull());
        assertThat(side.rows("view_customer")).containsAll(before).hasSize(2);
    }

    @Test
    void whatPostgresCannotKeepIsPutAsideAndTheOthersGoOn() {
        CustomerEvent.Created unstorable =
                new CustomerEvent.Created(
                        customer("nul"),
                        SCOPE,
                        "ext\0nul",
                        Samples.person("nul", null),
                        "UTC",
                        Map.of());
        side.publish(
                List.of(
                        ReadSide.message(SCOPE, customer("nul").value(), 0, unstorable, START),
                        ReadSide.message(
                                SCOPE,
                                customer("bob").value(),
                                0,
                                customerCreated(SCOPE, "bob"),
                                START)));

        Eventually.within(LIMIT, () -> assertThat(stored(customer("bob"))).isNotNull());
        Eventually.within(
                LIMIT,
                () ->
                        assertThat(side.deadLetters(CustomerProjector.PROCESSOR).size())
                                .isEqualTo(1));
    }

    @Test
    void manyEventsOfManyEntitiesInOneBatchAreAllSeen() {
        List<EventMessage<?>> events = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String name = "c" + i % 100;
            events.add(
                    ReadSide.message(
                            SCOPE,
                            customer(name).value(),
                            i / 100,
                            i < 100
                                    ? customerCreated(SCOPE, name)
                                    : customerRenamed(name, "v" + i / 100),
                            START));
        }
        side.publish(events);
        side.caughtUp(CustomerProjector.PROCESSOR);

        for (int i = 0; i < 100; i++) {
            assertThat(stored(customer("c" + i)).personal().name()).isEqualTo("v2");
        }
        assertThat(
                        side.registry()
                                .get("tallybook.projection.events")
                                .tag("view", "customer")
                                .counter()
                                .count())
                .isGreaterThanOrEqualTo(301);
    }

    /** Its rows are on the disk for certain only with the token: a power cut takes both back. */
    @Test
    void whatWasLostWithItsTokenIsStoredAgain() {
        Projection<CustomerView, CustomerEvent> projection = customersByHand();
        var renamed =
                ReadSide.message(
                        SCOPE, customer("bob").value(), 1, customerRenamed("bob", "Bob"), START);
        worked(projection, bobCreated(), _ -> {});
        sql("create table before as select * from view_customer");

        assertThatThrownBy(
                        () ->
                                worked(
                                        projection,
                                        renamed,
                                        _ -> {
                                            throw new IllegalStateException("no token");
                                        }))
                .hasMessageContaining("no token");
        sql("delete from view_customer");
        sql("insert into view_customer select * from before");
        worked(projection, renamed, _ -> {});

        assertThat(stored(customer("bob")).personal().name()).isEqualTo("Bob");
    }

    private static DomainEventMessage<?> bobCreated() {
        return ReadSide.message(
                SCOPE, customer("bob").value(), 0, customerCreated(SCOPE, "bob"), START);
    }

    private Projection<CustomerView, CustomerEvent> customersByHand() {
        ReadTables tables = side.tablesOfAnotherProgram();
        return new Projection<>(
                ViewKind.CUSTOMER,
                new CustomerFold(),
                new TableRows<>(tables, CustomerProjector.TABLE),
                new ProjectionRoom(
                        tables,
                        new BlockingBridge(LIMIT),
                        (_, _) -> List.of(),
                        new Waiting((_, _) -> Mono.just(Map.of()), LIMIT, side.registry()),
                        new ProjectionMetrics(side.registry(), Clock.systemUTC())));
    }

    private static void worked(
            Projection<CustomerView, CustomerEvent> projection,
            DomainEventMessage<?> message,
            Consumer<UnitOfWork<?>> onCommit) {
        var work = DefaultUnitOfWork.startAndGet(message);
        work.onCommit(onCommit::accept);
        projection.collect(
                message.getAggregateIdentifier(), (CustomerEvent) message.getPayload(), message);
        work.commit();
    }

    private void sql(String statement) {
        side.tables().write(List.of(Sql.of(statement))).block(LIMIT);
    }

    private CustomerView stored(CustomerId id) {
        return side.find(new CustomerQuery.ById(SCOPE, id), CustomerView.class).orElseThrow();
    }

    private static EventMessage<?> again(long sequence, Object event) {
        return ReadSide.message(SCOPE, customer("ada").value(), sequence, event, START);
    }
}

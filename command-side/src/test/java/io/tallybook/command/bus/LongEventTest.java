package io.tallybook.command.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.command.Database;
import io.tallybook.command.Some;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.wire.EventSerializer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** A long event comes in its place among the others, and is read when somebody looks at it. */
class LongEventTest {
    private static final PlanId PLAN = PlanId.of(Ulid.derived(Instant.EPOCH, "plan"));
    private static final String LONG = "x".repeat(300_000);

    private final DataSource database = Database.fresh();
    private final Serializer serializer = EventSerializer.createInMemory();
    private final JdbcEventStorageEngine engine =
            CommandSide.engine(
                    database,
                    new SpringTransactionManager(new JdbcTransactionManager(database)),
                    serializer);

    private static PlanDocument plan(String description) {
        return new PlanDocument("Plan", null, description, null, Map.of());
    }

    private void append(int sequence, PlanEvent event) {
        engine.appendEvents(
                new GenericDomainEventMessage<>(
                        "plan",
                        PLAN.value(),
                        sequence,
                        event,
                        MetaData.with("actor", "number " + sequence)));
    }

    private List<TrackedEventMessage<?>> streamed() {
        List<TrackedEventMessage<?>> events = new ArrayList<>();
        engine.readEvents(null, false).forEach(events::add);
        return events;
    }

    private void three() {
        append(0, new PlanEvent.Created(PLAN, Some.SCOPE, plan("short")));
        append(1, new PlanEvent.Updated(PLAN, plan(LONG)));
        append(2, new PlanEvent.Updated(PLAN, plan("short again")));
    }

    @Test
    void itIsAsItWasStored() {
        three();

        List<TrackedEventMessage<?>> events = streamed();

        assertThat(events)
                .extracting(event -> (Object) event.getPayload())
                .containsExactly(
                        new PlanEvent.Created(PLAN, Some.SCOPE, plan("short")),
                        new PlanEvent.Updated(PLAN, plan(LONG)),
                        new PlanEvent.Updated(PLAN, plan("short again")));
        DomainEventMessage<?> second = (DomainEventMessage<?>) events.get(1);
        DomainEventMessage<?> stored = engine.readEvents(PLAN.value(), 1).next();
        assertThat(second.getIdentifier()).isEqualTo(stored.getIdentifier());
        assertThat(second.getTimestamp()).isEqualTo(stored.getTimestamp());
        assertThat(second.getPayloadType()).isEqualTo(PlanEvent.Updated.class);
        assertThat(second.getAggregateIdentifier()).isEqualTo(PLAN.value());
        assertThat(second.getSequenceNumber()).isEqualTo(1);
        assertThat(second.getType()).isEqualTo("plan");
        assertThat(second.getMetaData()).containsEntry("actor", "number 1");
        assertThat(second.andMetaData(Map.of("more", "1")).getMetaData())
                .containsEntry("actor", "number 1")
                .containsEntry("more", "1");
    }

    @Test
    void nothingOfItIsReadBefore() {
        three();
        List<TrackedEventMessage<?>> events = streamed();
        JdbcClient.create(database).sql("delete from domain_event_entry").update();

        assertThat(events.get(0).getPayload()).isInstanceOf(PlanEvent.Created.class);
        assertThatThrownBy(() -> events.get(1).getPayload()).isNotNull();
        assertThat(events.get(2).getPayload()).isInstanceOf(PlanEvent.Updated.class);
    }

    @Test
    void itIsHandedOnWhole() {
        three();
        TrackedEventMessage<?> second = streamed().get(1);

        assertThat(second.serializePayload(serializer, byte[].class).getData())
                .hasSizeGreaterThan(LONG.length());
    }

    @Test
    void whatCameLateIntoAGapIsFound() {
        three();
        append(3, new PlanEvent.Deleted(PLAN));
        JdbcClient jdbc = JdbcClient.create(database);
        jdbc.sql("create table late as select * from domain_event_entry where sequence_number = 1")
                .update();
        jdbc.sql("delete from domain_event_entry where sequence_number = 1").update();
        List<TrackedEventMessage<?>> before = streamed();
        jdbc.sql("insert into domain_event_entry overriding system value select * from late")
                .update();

        List<TrackedEventMessage<?>> after = new ArrayList<>();
        engine.readEvents(before.getLast().trackingToken(), false).forEach(after::add);

        assertThat(before).hasSize(3);
        assertThat(after)
                .extracting(event -> (Object) event.getPayload())
                .containsExactly(new PlanEvent.Updated(PLAN, plan(LONG)));
    }
}

package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.modelling.saga.repository.AnnotatedSagaRepository;
import org.axonframework.modelling.saga.repository.inmemory.InMemorySagaStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesBySegmentTest {
    private static final int PROCESSES = 200;

    record Begun(String orderId) {}

    record Moved(String orderId) {}

    record Paid(String billId) {}

    record Ended(String orderId) {}

    /** Tells what reaches it. */
    public static class Order {
        static final List<String> SEEN = new ArrayList<>();

        @StartSaga
        @SagaEventHandler(associationProperty = "orderId")
        void on(Begun event) {
            SEEN.add("begun " + event.orderId());
            SagaLifecycle.associateWith("billId", "bill-of-" + event.orderId());
        }

        @SagaEventHandler(associationProperty = "orderId")
        void on(Moved event) {
            SEEN.add("moved " + event.orderId());
        }

        @SagaEventHandler(associationProperty = "billId")
        void on(Paid event) {
            SEEN.add("paid " + event.billId());
        }

        @EndSaga
        @SagaEventHandler(associationProperty = "orderId")
        void on(Ended event) {
            SEEN.add("ended " + event.orderId());
        }
    }

    private final InMemorySagaStore store = new InMemorySagaStore();
    private final ProcessesBySegment<Order> processes =
            new ProcessesBySegment<>(
                    "orderId",
                    AnnotatedSagaManager.<Order>builder()
                            .sagaType(Order.class)
                            .sagaFactory(Order::new)
                            .sagaRepository(
                                    AnnotatedSagaRepository.<Order>builder()
                                            .sagaType(Order.class)
                                            .sagaStore(store)
                                            .build()));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void eachEventReachesItsProcessOnceInOneSegment(int count) throws Exception {
        Order.SEEN.clear();
        List<Segment> segments = segments(count);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            String order = "order-" + i;
            assertThat(tell(segments, new Begun(order))).isOne();
            assertThat(tell(segments, new Moved(order))).isOne();
            // By an association of later it may live anywhere.
            assertThat(tell(segments, new Paid("bill-of-" + order))).isEqualTo(count);
            assertThat(tell(segments, new Ended(order))).isOne();
            expected.addAll(
                    List.of(
                            "begun " + order,
                            "moved " + order,
                            "paid bill-of-" + order,
                            "ended " + order));
        }
        assertThat(Order.SEEN).containsExactlyElementsOf(expected);
        assertThat(store.size()).isZero();
    }

    @Test
    void aProcessIsFoundAfterTheNumberOfSegmentsHasChanged() throws Exception {
        Order.SEEN.clear();
        for (int i = 0; i < PROCESSES; i++) {
            tell(segments(2), new Begun("order-" + i));
        }
        Order.SEEN.clear();
        for (int i = 0; i < PROCESSES; i++) {
            tell(segments(8), new Moved("order-" + i));
            tell(segments(1), new Ended("order-" + i));
        }
        assertThat(Order.SEEN).hasSize(2 * PROCESSES);
        assertThat(store.size()).isZero();
    }

    @Test
    void aNameFromBeforeBelongsWhereItWasMade() {
        for (Segment segment : segments(8)) {
            assertThat(processes.matchesSegment(segment, "5c1a0f5e"))
                    .isEqualTo(segment.matches("5c1a0f5e"));
            assertThat(processes.matchesSegment(segment, "orderId=order-1"))
                    .isEqualTo(segment.matches(new AssociationValue("orderId", "order-1")));
        }
    }

    private static List<Segment> segments(int count) {
        return Segment.splitBalanced(Segment.ROOT_SEGMENT, count - 1);
    }

    /** In how many segments the event was taken up. */
    private long tell(List<Segment> segments, Object payload) throws Exception {
        var message = GenericEventMessage.asEventMessage(payload);
        List<Segment> takers =
                segments.stream().filter(segment -> processes.canHandle(message, segment)).toList();
        for (Segment segment : takers) {
            UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(message);
            processes.handle(message, segment);
            unit.commit();
        }
        return takers.size();
    }
}

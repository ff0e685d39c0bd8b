package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.eventhandling.GenericEventMessage.asEventMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A processor that hears of numbers and not of words. */
class SkippingStreamTest {
    private final EmbeddedEventStore store =
            EmbeddedEventStore.builder().storageEngine(new InMemoryEventStorageEngine()).build();
    private final BlockingStream<TrackedEventMessage<?>> stream =
            new SkippingStream(store.openStream(store.createTailToken()));

    @AfterEach
    void close() {
        stream.close();
        store.shutDown();
    }

    @Test
    void everythingComesUntilItIsToldOtherwise() throws Exception {
        happens("one", 2, "three");

        assertThat(all()).containsExactly("one", 2, "three");
    }

    @Test
    void whatIsNotHeardIsLeftOutWhereSomethingFollows() throws Exception {
        wordsAreNotHeard();

        happens("one", "two", 3, "four", 5, 6);

        assertThat(all()).containsExactly(3, 5, 6);
    }

    @Test
    void theLastOfSeveralThatAreNotHeardComesAndSaysHowFarItIs() throws Exception {
        wordsAreNotHeard();

        happens(1, "two", "three", "four");

        assertThat(stream.nextAvailable().getPayload()).isEqualTo(1);
        TrackedEventMessage<?> last = stream.nextAvailable();
        assertThat(last.getPayload()).isEqualTo("four");
        assertThat(last.trackingToken()).isEqualTo(store.createHeadToken());
        assertThat(stream.hasNextAvailable()).isFalse();
    }

    @Test
    @Timeout(60)
    void whatWasLookedAtGivesWayToWhatFollowsUntilItIsTaken() throws Exception {
        wordsAreNotHeard();
        happens("one");
        assertThat(stream.hasNextAvailable(1, TimeUnit.MINUTES)).isTrue();
        assertThat(seen()).isEqualTo("one");

        happens("two", 3);
        while (seen().equals("one")) {
            Thread.onSpinWait();
        }

        assertThat(all()).containsExactly(3);
    }

    @Test
    void amongVeryManyOneComesNowAndThen() throws Exception {
        wordsAreNotHeard();

        happens(IntStream.rangeClosed(1, 2_500).mapToObj(i -> "word " + i).toArray());

        assertThat(all()).containsExactly("word 1000", "word 2000", "word 2500");
    }

    @Test
    void whoeverWaitsIsToldOfTheLastThatIsNotHeardToo() throws Exception {
        wordsAreNotHeard();
        Thread later = Thread.ofVirtual().start(() -> happens("one"));

        assertThat(stream.hasNextAvailable(1, TimeUnit.MINUTES)).isTrue();

        assertThat(stream.nextAvailable().getPayload()).isEqualTo("one");
        later.join();
    }

    private void wordsAreNotHeard() {
        stream.skipMessagesWithPayloadTypeOf(
                new GenericTrackedEventMessage<>(
                        new GlobalSequenceTrackingToken(0), asEventMessage("a word")));
    }

    private void happens(Object... payloads) {
        store.publish(Stream.of(payloads).map(GenericEventMessage::asEventMessage).toList());
    }

    private Object seen() {
        return stream.peek().orElseThrow().getPayload();
    }

    private List<Object> all() throws InterruptedException {
        List<Object> all = new ArrayList<>();
        while (stream.hasNextAvailable()) {
            all.add(stream.nextAvailable().getPayload());
        }
        return all;
    }
}

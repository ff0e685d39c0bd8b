package io.tallybook.ingestion.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.usage.NotAUsageEvent;
import io.tallybook.core.usage.RejectedRecords.Question;
import io.tallybook.core.usage.RejectedRecords.Standing;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageFormat;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.rejected.RejectedTable;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage that is fetched from a topic of the user's own, with all real parts. */
class TopicIntakeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Question ALL = new Question(null, Standing.ALL, 10, 0, null);

    private UsagePath path;
    private UsageSink sink;
    private String topic;
    private KafkaProducer<byte[], byte[]> user;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        sink = path.startSink();
        topic = "own-" + UsagePath.nextUlid();
        LocalStack.forTests().kafka().createTopic(topic, 2, Map.of());
        user =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", path.log().bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        user.close();
        sink.close();
        path.close();
    }

    /** {@code id customer}, and {@code -} for a record without an id. */
    private UsageFormat words() {
        return scope ->
                (record, idOtherwise) -> {
                    String[] words = new String(record, StandardCharsets.UTF_8).split(" ");
                    if (words.length != 2) {
                        throw new NotAUsageEvent("expected two words, got " + words.length);
                    }
                    return new UsageEvent(
                            scope,
                            words[0].equals("-") ? idOtherwise : words[0],
                            "call",
                            words[1],
                            UsagePath.NOON,
                            "topic",
                            Map.of(),
                            UsagePath.NOON);
                };
    }

    private TopicIntake start(UsageIntake intake) {
        TopicIntake started =
                new TopicIntake(
                        new OwnTopic(
                                topic,
                                path.scope(),
                                path.log().bootstrapServers(),
                                topic,
                                topic + "-group",
                                Map.of("metadata.max.age.ms", "1000")),
                        words(),
                        intake,
                        new RejectedTable(path.store()),
                        Clock.systemUTC(),
                        new SimpleMeterRegistry());
        started.start();
        return started;
    }

    private void says(int partition, String... records) throws Exception {
        for (String record : records) {
            user.send(
                            new ProducerRecord<>(
                                    topic,
                                    partition,
                                    null,
                                    record.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    private void storedInTheEnd(long expected) throws Exception {
        Eventually.get(
                PATIENCE,
                () -> {
                    assertThat(path.storedNow()).isEqualTo(expected);
                    return expected;
                });
    }

    @Test
    void everyRecordIsTakenInOnceAndWhatIsNoEventIsSetAside() throws Exception {
        says(0, "t1 acme", "no event at all", "- acme", "- acme");
        says(1, "t1 acme", "- acme");
        RejectedTable rejected = new RejectedTable(path.store());
        try (TopicIntake intake = start(path.intake())) {
            // t1 once, and three that are told apart by where they stand.
            storedInTheEnd(4);
            RejectedUsage poison =
                    Eventually.get(
                            PATIENCE, () -> rejected.list(path.scope(), ALL).items().getFirst());
            assertThat(poison.reason()).isEqualTo("expected two words, got 4");
            assertThat(poison.payload()).isEqualTo("no event at all");
            assertThat(poison.source()).isEqualTo(topic + "/0");
            assertThat(poison.position()).isEqualTo(1);
            assertThat(intake.trouble()).isEmpty();

            rejected.replayed(poison.replayed("t9"));
            assertThat(rejected.find(path.scope(), poison.id()).orElseThrow().replayedAs())
                    .isEqualTo("t9");
            assertThat(
                            rejected.list(
                                            path.scope(),
                                            new Question(topic + "/0", Standing.OPEN, 10, 0, null))
                                    .total())
                    .isZero();
            assertThat(rejected.find(UsagePath.newScope(), poison.id())).isEmpty();
        }
    }

    @Test
    void whatWasAcknowledgedByUsAndNotYetByItsTopicIsRecognisedWhenItComesAgain() throws Exception {
        says(0, "- acme", "u1 acme", "- acme", "nothing");
        AtomicInteger calls = new AtomicInteger();
        // The first time all is kept, and the answer is lost: nothing is committed.
        UsageIntake loses =
                events ->
                        path.intake()
                                .accept(events)
                                .thenCompose(
                                        _ ->
                                                calls.getAndIncrement() == 0
                                                        ? CompletableFuture.failedFuture(
                                                                new UsageNotDurable(
                                                                        "the answer was lost",
                                                                        new IOException("cut")))
                                                        : CompletableFuture.completedFuture(null));
        try (TopicIntake intake = start(loses)) {
            Eventually.get(
                    PATIENCE,
                    () -> {
                        assertThat(calls.get()).isGreaterThanOrEqualTo(2);
                        assertThat(intake.trouble()).isEmpty();
                        return calls;
                    });
            says(0, "u2 acme");
            storedInTheEnd(4);
        }
        assertThat(path.stored()).isEqualTo(4);
        assertThat(path.count("usage.sink.repeated")).isGreaterThanOrEqualTo(3);

        // A restart goes on where it was.
        says(1, "u1 acme", "u3 acme");
        try (TopicIntake _ = start(path.intake())) {
            storedInTheEnd(5);
        }
        assertThat(new RejectedTable(path.store()).list(path.scope(), ALL).total()).isOne();
    }

    @Test
    void whileOurOwnLogIsAwayTheTopicWaitsAndTheTroubleIsNamed() throws Exception {
        says(0, "v1 acme");
        AtomicInteger down = new AtomicInteger(1);
        UsageIntake away =
                (List<UsageEvent> events) ->
                        down.get() == 1
                                ? CompletableFuture.failedFuture(
                                        new UsageNotDurable(
                                                "no broker answers", new IOException("down")))
                                : path.intake().accept(events);
        try (TopicIntake intake = start(away)) {
            Eventually.get(
                    PATIENCE,
                    () -> {
                        assertThat(intake.trouble()).contains("no broker answers");
                        return intake;
                    });
            down.set(0);
            storedInTheEnd(1);
        }
    }
}

package io.tallybook.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.embedded.home.Port;
import io.tallybook.embedded.kafka.KafkaBroker;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaUsageIntakeTest {
    private static final String TOPIC = "usage";
    private static final int LIMIT_SECONDS = 25;

    @Test
    void aBrokerThatNeverAnswersIsATypedErrorAndNotAWait() throws Exception {
        UsageLog nowhere = new UsageLog("127.0.0.1:" + Port.free(), TOPIC);
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (KafkaUsageIntake intake = new KafkaUsageIntake(nowhere, metrics)) {
            CompletableFuture<Void> accepted = intake.accept(List.of(event("a"), event("b")));

            assertThatThrownBy(() -> accepted.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UsageNotDurable.class);
            assertThat(metrics.get("usage.intake.refused").counter().count()).isEqualTo(2);
            assertThat(metrics.get("usage.intake.accepted").counter().count()).isZero();
        }
    }

    @Test
    void aBrokerThatGoesAwayIsATypedErrorAndOneThatComesBackIsUsedAgain(@TempDir Path directory)
            throws Exception {
        KafkaBroker.Settings settings =
                new KafkaBroker.Settings(
                        directory,
                        Port.free(),
                        Port.free(),
                        KafkaBroker.Settings.LEFT_TO_THE_SYSTEM);
        KafkaBroker broker = KafkaBroker.start(settings);
        broker.createTopic(TOPIC, 2, UsageLog.topicSettings());
        UsageLog log = new UsageLog(broker.bootstrapServers(), TOPIC);
        try (KafkaUsageIntake intake = new KafkaUsageIntake(log, new SimpleMeterRegistry())) {
            intake.accept(List.of(event("a"))).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            broker.close();
            assertThatThrownBy(
                            () ->
                                    intake.accept(List.of(event("b")))
                                            .get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(UsageNotDurable.class);

            broker = KafkaBroker.start(settings);
            intake.accept(List.of(event("b"))).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            broker.close();
        }
    }

    @Test
    void anEventThatCannotBeWrittenIsRefusedWithTheOthersOfItsCall() throws Exception {
        try (UsagePath path = UsagePath.create()) {
            UsageEvent impossible = path.event("x", Instant.MAX, Map.of());
            CompletableFuture<Void> accepted =
                    path.intake().accept(List.of(path.event("a"), impossible));

            assertThatThrownBy(() -> accepted.get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("timestamp");
        }
    }

    private static UsageEvent event(String id) {
        return new UsageEvent(
                UsagePath.newScope(),
                id,
                "call",
                "customer",
                UsagePath.NOON,
                null,
                Map.of(),
                UsagePath.NOON);
    }
}

package io.tallybook.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.embedded.home.Port;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
    @Test
    void aBrokerThatCannotStartLeavesNothingRunningThatKeepsTheProcessAlive(@TempDir Path directory)
            throws Exception {
        try (KafkaBroker first = KafkaBroker.start(settings(directory))) {
            Set<Thread> before = lasting();

            assertThatThrownBy(() -> KafkaBroker.start(settings(directory)))
                    .isInstanceOf(Exception.class);

            Eventually.within(
                    Duration.ofSeconds(30), () -> assertThat(before).containsAll(lasting()));
            first.createTopic("still-serves", 1, Map.of());
        }
    }

    private static KafkaBroker.Settings settings(Path directory) throws IOException {
        return new KafkaBroker.Settings(
                directory, Port.free(), Port.free(), KafkaBroker.Settings.LEFT_TO_THE_SYSTEM);
    }

    private static Set<Thread> lasting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}

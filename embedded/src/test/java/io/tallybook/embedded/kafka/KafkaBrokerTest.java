package io.tallybook.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.embedded.home.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
    /** In a process of its own: a broker that cannot start may also halt its JVM, as Kafka does. */
    @Test
    void aBrokerThatCannotStartLeavesNothingRunningThatKeepsTheProcessAlive(@TempDir Path directory)
            throws Exception {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        TwoBrokers.class.getName(),
                                        directory.resolve("kafka").toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ended by itself").isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Starts a broker, and another one on the same directory, which must fail; then ends. */
    static final class TwoBrokers {
        private TwoBrokers() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            try (KafkaBroker first = KafkaBroker.start(settings(directory))) {
                KafkaBroker.start(settings(directory)).close();
                throw new IllegalStateException(
                        "a second broker started beside " + first.bootstrapServers());
            } catch (IOException | RuntimeException expected) {
                System.out.println("refused: " + expected);
            }
        }

        private static KafkaBroker.Settings settings(Path directory) throws IOException {
            return new KafkaBroker.Settings(
                    directory, Port.free(), Port.free(), KafkaBroker.Settings.LEFT_TO_THE_SYSTEM);
        }
    }
}

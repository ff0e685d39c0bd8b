package io.tallybook.ingestion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tallybook.embedded.LocalStack;
import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.store.StoreAddress;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While the store stands still, usage waits on the log and not in memory: a process takes in twice
 * as much as all of its memory, and would end at once if it ran out of it.
 */
class BackPressureTest {
    private static final int MEMORY_MB = 96;
    private static final int BULKS =
            2
                    * MEMORY_MB
                    * 1024
                    * 1024
                    / (UsagePastAPausedStore.BULK * UsagePastAPausedStore.NOTE_CHARS);

    @Test
    void memoryDoesNotGrowWhileTheStoreStandsStillAndAllIsStoredAfterwards(@TempDir Path directory)
            throws Exception {
        try (LocalStack stack = LocalStack.start(directory);
                UsageStore store = new UsageStore(UsagePath.address(stack))) {
            store.migrate();
            stack.kafka().createTopic(UsageInAChild.TOPIC, 2, UsageLog.topicSettings());
            UsageLog log = new UsageLog(stack.kafka().bootstrapServers(), UsageInAChild.TOPIC);
            Process child = start(stack);
            try (BufferedReader said = child.inputReader();
                    Completeness completeness =
                            new Completeness(log, UsageInAChild.GROUP, Duration.ofMinutes(3))) {
                assertThat(said.readLine()).isEqualTo(UsagePastAPausedStore.READY);
                signal(stack, "STOP");
                child.outputWriter().append('\n').flush();
                assertThat(said.readLine())
                        .as("more than its memory is taken in")
                        .isEqualTo(UsagePastAPausedStore.TAKEN);
                signal(stack, "CONT");
                completeness.await();
                RowBinaryReader row =
                        store.query(
                                "SELECT count(), uniqExact(event_id) FROM usage_event WHERE tenant"
                                        + " = '"
                                        + UsageInAChild.SCOPE.tenant()
                                        + "'");
                long all = (long) BULKS * UsagePastAPausedStore.BULK;
                assertThat(row.int64()).isEqualTo(all);
                assertThat(row.int64()).isEqualTo(all);
                assertThat(child.isAlive()).isTrue();
            } finally {
                signal(stack, "CONT");
                child.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void whoAsksAStoreThatStandsStillIsToldSoAndItIsNotTakenForAlive(@TempDir Path directory)
            throws Exception {
        try (LocalStack stack = LocalStack.start(directory);
                UsageStore store = new UsageStore(UsagePath.address(stack))) {
            store.migrate();
            assertThat(store.answers()).isTrue();
            StoreAddress address = UsagePath.address(stack);
            try (UsageStore stranger =
                    new UsageStore(
                            new StoreAddress(
                                    address.url(), address.database(), address.user(), "wrong"))) {
                assertThat(stranger.answers()).isFalse();
            }
            signal(stack, "STOP");
            try {
                // Far below the 90 seconds for which a question that is being answered is waited
                // for.
                assertTimeoutPreemptively(
                        Duration.ofSeconds(45),
                        () -> {
                            assertThat(store.answers()).isFalse();
                            assertThatThrownBy(() -> store.query("SELECT 1"))
                                    .isInstanceOf(StoreUnavailable.class);
                        });
            } finally {
                signal(stack, "CONT");
            }
            assertThat(store.query("SELECT toInt64(1)").int64()).isEqualTo(1);
            assertThat(store.query("SELECT toInt64(sleep(3) + sleep(3) + 2)").int64())
                    .as("a question that takes longer than the look whether the server lives")
                    .isEqualTo(2);
        }
    }

    private static Process start(LocalStack stack) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + MEMORY_MB + "m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UsagePastAPausedStore.class.getName(),
                        stack.kafka().bootstrapServers(),
                        stack.clickHouse().url(),
                        ClickHouseEngine.DATABASE,
                        ClickHouseEngine.USER,
                        stack.clickHouse().password(),
                        Integer.toString(BULKS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void signal(LocalStack stack, String signal)
            throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(stack.clickHouse().pid()))
                .start()
                .waitFor();
    }
}

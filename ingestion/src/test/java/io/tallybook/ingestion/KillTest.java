package io.tallybook.ingestion;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillTest {
    private static final int BULKS_BEFORE_KILL = 40;

    @Test
    void whateverIsKilledWhenWhatWasAcknowledgedIsStoredOnce(@TempDir Path directory)
            throws Exception {
        int acknowledged = 0;
        for (int kill = 0; kill < 2; kill++) {
            // Each one begins with much that the one before has sent already.
            int first = Math.max(0, acknowledged - 20 * UsageInAChild.BULK);
            acknowledged = Math.max(acknowledged, runUntilKilled(directory, first));
        }

        try (LocalStack stack = LocalStack.start(directory);
                UsageStore store = new UsageStore(UsagePath.address(stack))) {
            UsageLog log = new UsageLog(stack.kafka().bootstrapServers(), UsageInAChild.TOPIC);
            try (UsageSink sink = UsageInAChild.sink(log, store);
                    Completeness completeness =
                            new Completeness(log, UsageInAChild.GROUP, Duration.ofMinutes(2))) {
                sink.start();
                completeness.await();
            }
            RowBinaryReader row =
                    store.query(
                            "SELECT count(), uniqExact(event_id),"
                                    + " countIf(toUInt64(substring(event_id, 2)) < "
                                    + acknowledged
                                    + ") FROM usage_event WHERE tenant = '"
                                    + UsageInAChild.SCOPE.tenant()
                                    + "'");
            long rows = row.int64();
            assertThat(row.int64()).as("distinct ids of %s rows", rows).isEqualTo(rows);
            assertThat(row.int64()).as("acknowledged and stored").isEqualTo(acknowledged);
        }
    }

    private static int runUntilKilled(Path directory, int first) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                UsageInAChild.class.getName(),
                                directory.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        int acknowledged = 0;
        int bulks = 0;
        try (BufferedReader out = child.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (!line.startsWith(UsageInAChild.ACKNOWLEDGED)) {
                    continue;
                }
                acknowledged =
                        Integer.parseInt(line.substring(UsageInAChild.ACKNOWLEDGED.length()));
                if (++bulks == BULKS_BEFORE_KILL) {
                    // Not Process.destroyForcibly, which would also close the stream we read from.
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(bulks)
                .as("bulks acknowledged before the program ended")
                .isGreaterThanOrEqualTo(BULKS_BEFORE_KILL);
        return acknowledged;
    }
}

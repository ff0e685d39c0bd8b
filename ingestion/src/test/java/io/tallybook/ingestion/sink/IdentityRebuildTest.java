package io.tallybook.ingestion.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.usage.UsageEvent;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.UsagePath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What repeats are recognised by is deleted, and follows from the events again. */
class IdentityRebuildTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void deletedIdentitiesAreTakenFromTheEvents(@TempDir Path directory) throws Exception {
        try (LocalStack stack = LocalStack.start(directory);
                UsagePath path = UsagePath.on(stack)) {
            List<UsageEvent> events = events(path);
            try (UsageSink _ = path.startSink()) {
                path.accept(events);
                assertThat(path.stored()).isEqualTo(events.size());
            }
            path.store().execute("TRUNCATE TABLE usage_event_identity");

            try (UsageSink _ = path.startSink()) {
                path.accept(
                        events.stream()
                                .map(e -> path.event(e.eventId(), later(e), e.properties()))
                                .toList());
                path.accept(path.event("e1", UsagePath.NOON, Map.of("other", "content")));
                assertThat(path.stored()).isEqualTo(events.size());
            }
            assertThat(path.count("usage.sink.repeated")).isEqualTo(events.size() + 1.0);
            // Each is known by what it said, too: only the last one says something else.
            assertThat(path.count("usage.sink.conflicts")).isEqualTo(1.0);
        }
    }

    private static Instant later(UsageEvent event) {
        return event.timestamp().plus(YEAR);
    }

    /** Among them texts whose length takes one, two and three bytes. */
    private static List<UsageEvent> events(UsagePath path) {
        List<UsageEvent> events = new ArrayList<>();
        for (int size : List.of(0, 1, 127, 128, 129, 8_192, 16_383, 16_384, 40_000)) {
            events.add(
                    path.event(
                            "s" + size,
                            UsagePath.NOON,
                            Map.of("k".repeat(1 + size / 50), "v".repeat(size), "two", "ü€")));
        }
        for (int n = 0; n < 200; n++) {
            events.add(
                    path.event(
                            "e" + n, UsagePath.NOON, n % 3 == 0 ? Map.of() : Map.of("n", "" + n)));
        }
        return events;
    }
}

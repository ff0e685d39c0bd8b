package io.tallybook.ingestion.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.ingestion.UsagePath;
import io.tallybook.ingestion.sink.UsageSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageTailTest {
    private UsagePath path;
    private UsageTail tail;

    @BeforeEach
    void open() throws Exception {
        path = UsagePath.create();
        tail = new UsageTail(path.store(), path.completeness());
    }

    @AfterEach
    void close() {
        path.close();
    }

    @Test
    void everyEventIsShownOnceWhereverItIsCut() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(path.event("before"));
            path.stored();
            String position = read(null, 5).position();
            List<String> shown = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                int first = round * 40;
                path.accept(
                        IntStream.range(first, first + 40)
                                .mapToObj(i -> path.event("e" + i))
                                .toList());
                path.stored();
                UsageQuery.Tailed page;
                do {
                    page = read(position, 7);
                    page.items().stream().map(UsageEvent::eventId).forEach(shown::add);
                    position = page.position();
                } while (page.hasMore());
            }
            assertThat(shown)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 120).mapToObj(i -> "e" + i).toList());
            assertThat(read(position, 7).items()).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitIsPassedOver() throws Exception {
        try (UsageSink _ = path.startSink()) {
            path.accept(path.event("before"));
            path.stored();
            String position = read(null, 5).position();
            path.accept(
                    path.event("small", UsagePath.NOON, Map.of("model", "small")),
                    path.event("large", UsagePath.NOON, Map.of("model", "large")));
            path.stored();
            var page =
                    tail.read(
                            new UsageQuery.Tail(
                                    path.scope(),
                                    "customer-1",
                                    "completion",
                                    null,
                                    Map.of("model", List.of("large")),
                                    position,
                                    10));
            assertThat(page.items()).extracting(UsageEvent::eventId).containsExactly("large");
            assertThat(read(page.position(), 10).items()).isEmpty();
        }
    }

    private UsageQuery.Tailed read(@Nullable String after, int limit) {
        return tail.read(
                new UsageQuery.Tail(path.scope(), null, null, null, Map.of(), after, limit));
    }
}

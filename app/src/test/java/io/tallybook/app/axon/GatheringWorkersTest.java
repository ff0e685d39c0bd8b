package io.tallybook.app.axon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatheringWorkersTest {
    private final AtomicReference<Duration> gathering = new AtomicReference<>(Duration.ZERO);

    @Test
    void workBeginsWhenTheTimeToGatherIsOverAndAtOnceWhereThereIsNone() throws Exception {
        try (GatheringWorkers workers =
                new GatheringWorkers(1, Thread.ofVirtual().factory(), gathering::get)) {
            gathering.set(Duration.ofHours(1));
            Future<?> late = workers.submit(() -> {});
            gathering.set(Duration.ZERO);
            Future<?> now = workers.submit(() -> {});

            now.get(10, TimeUnit.SECONDS);
            assertThat(late.isDone()).isFalse();
            assertThat(late.cancel(false)).isTrue();
        }
    }
}

package io.tallybook.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.core.usage.UsageRefusals;
import io.tallybook.ingestion.UsagePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskReserveTest {
    @TempDir Path directory;
    private final List<UsageEvent> taken = new ArrayList<>();
    private final UsageIntake inner =
            events -> {
                taken.addAll(events);
                return CompletableFuture.completedFuture(null);
            };
    private final UsageRefusals refusals = _ -> CompletableFuture.completedFuture(null);
    private final UsageEvent event =
            new UsageEvent(
                    UsagePath.newScope(),
                    "e",
                    "call",
                    "c",
                    Instant.EPOCH,
                    null,
                    Map.of(),
                    Instant.EPOCH);

    @Test
    void aDiskWithEnoughLeftTakesUsageIn() throws Exception {
        new DiskReserve(inner, refusals, directory, 1).accept(List.of(event)).get();
        assertThat(taken).containsExactly(event);
    }

    @Test
    void aDiskThatIsNearlyFullIsATypedErrorAndNothingIsTaken() {
        assertThatThrownBy(
                        () ->
                                new DiskReserve(inner, refusals, directory, Long.MAX_VALUE)
                                        .accept(List.of(event))
                                        .get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UsageNotDurable.class)
                .hasMessageContaining("bytes left");
        assertThat(taken).isEmpty();
    }

    @Test
    void aDiskThatIsNearlyFullTakesNoRefusalEither() {
        assertThat(
                        new DiskReserve(inner, refusals, directory, Long.MAX_VALUE)
                                .refuse(List.of(new RefusedUsage(event, "late"))))
                .isCompletedExceptionally();
        assertThat(
                        new DiskReserve(inner, refusals, directory, 0)
                                .refuse(List.of(new RefusedUsage(event, "late"))))
                .isCompleted();
    }
}

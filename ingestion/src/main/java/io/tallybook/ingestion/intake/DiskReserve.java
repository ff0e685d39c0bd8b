package io.tallybook.ingestion.intake;

import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.core.usage.UsageRefusals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes no usage in while the disk that the log is on has less left than a reserve.
 *
 * <p>A broker whose disk is full gives up, and where it runs in our own process takes that along:
 * refusing in time keeps everything else alive, and what is on the log can still be stored.
 */
public final class DiskReserve implements UsageIntake, UsageRefusals {
    private final UsageIntake inner;
    private final UsageRefusals refusals;
    private final Path directory;
    private final long reserveBytes;

    /**
     * @param directory on the disk in question
     * @param reserveBytes 0 if the disk is not ours to look after
     */
    public DiskReserve(
            UsageIntake inner, UsageRefusals refusals, Path directory, long reserveBytes) {
        this.inner = inner;
        this.refusals = refusals;
        this.directory = directory;
        this.reserveBytes = reserveBytes;
    }

    @Override
    public CompletableFuture<Void> accept(List<UsageEvent> events) {
        return withinTheDisk(() -> inner.accept(events));
    }

    @Override
    public CompletableFuture<Void> refuse(List<RefusedUsage> refused) {
        return withinTheDisk(() -> refusals.refuse(refused));
    }

    private CompletableFuture<Void> withinTheDisk(Supplier<CompletableFuture<Void>> taken) {
        if (reserveBytes <= 0) {
            return taken.get();
        }
        try {
            long left = Files.getFileStore(directory).getUsableSpace();
            if (left < reserveBytes) {
                return notDurable("the disk of the log has %d bytes left".formatted(left), null);
            }
            return taken.get();
        } catch (IOException e) {
            return notDurable("the disk of the log cannot be looked at", e);
        }
    }

    private CompletableFuture<Void> notDurable(String why, @Nullable IOException cause) {
        String message = why + ", the reserve is " + reserveBytes;
        return CompletableFuture.failedFuture(
                new UsageNotDurable(message, cause == null ? new IOException(message) : cause));
    }
}

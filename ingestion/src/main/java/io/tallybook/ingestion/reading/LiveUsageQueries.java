package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.UsageQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;

/** The question that is asked before each use, answered from memory. */
public final class LiveUsageQueries implements AutoCloseable {
    private final LiveUsage live;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public LiveUsageQueries(LiveUsage live) {
        this.live = live;
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.LiveReadings> handle(UsageQuery.Live query) {
        return CompletableFuture.supplyAsync(() -> live.read(query), threads);
    }

    @QueryHandler
    public CompletableFuture<OpeningQuery.OpenWindows> handle(OpeningQuery.Live query) {
        return CompletableFuture.supplyAsync(() -> live.read(query), threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}

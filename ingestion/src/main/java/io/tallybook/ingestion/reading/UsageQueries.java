package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;

/** The usage questions on the query bus, each answered on a thread of its own. */
public final class UsageQueries implements AutoCloseable {
    private final UsageReader reader;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final LiveUsage live;

    public UsageQueries(UsageReader reader, LiveUsage live) {
        this.reader = reader;
        this.live = live;
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.LiveReadings> handle(UsageQuery.Live query) {
        return CompletableFuture.supplyAsync(() -> live.read(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Readings> handle(UsageQuery.Read query) {
        return CompletableFuture.supplyAsync(() -> reader.read(query), threads);
    }

    @QueryHandler
    public CompletableFuture<Optional<UsageEvent>> handle(UsageQuery.ById query) {
        return CompletableFuture.supplyAsync(() -> reader.byId(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Events> handle(UsageQuery.Find query) {
        return CompletableFuture.supplyAsync(() -> reader.find(query), threads);
    }

    @QueryHandler
    public CompletableFuture<UsageQuery.Windows> handle(UsageQuery.ByMeter query) {
        return CompletableFuture.supplyAsync(() -> reader.byMeter(query), threads);
    }

    @QueryHandler
    public CompletableFuture<Long> handle(UsageQuery.CountAll query) {
        return CompletableFuture.supplyAsync(() -> reader.countAll(query), threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}

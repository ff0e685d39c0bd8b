package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.OpeningQuery;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;

/** The questions about windows that begin with a use, each answered on a thread of its own. */
public final class OpeningQueries implements AutoCloseable {
    private final OpeningReader reader;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public OpeningQueries(OpeningReader reader) {
        this.reader = reader;
    }

    @QueryHandler
    public CompletableFuture<OpeningQuery.Openings> handle(OpeningQuery.Find query) {
        return CompletableFuture.supplyAsync(() -> reader.find(query), threads);
    }

    @Override
    public void close() {
        threads.close();
    }
}

package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about meters. */
public final class MeterQueries {
    private final ViewReads<MeterView> reads;

    public MeterQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, MeterProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<MeterView>> handle(MeterQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<MeterQuery.Page> handle(MeterQuery.ByIds query) {
        return reads.byIds(query.scope(), query.ids())
                .thenApply(found -> new MeterQuery.Page(found, found.size()));
    }

    @QueryHandler
    public CompletableFuture<MeterQuery.Page> handle(MeterQuery.Search query) {
        return reads.search(query.scope(), query.spec(), MeterQuery.Page::new);
    }
}

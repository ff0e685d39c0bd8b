package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about price units. */
public final class PriceUnitQueries {
    private final ViewReads<PriceUnitView> reads;

    public PriceUnitQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, PriceUnitProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<PriceUnitView>> handle(PriceUnitQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<PriceUnitView>> handle(PriceUnitQuery.ByCode query) {
        return reads.by(query.scope(), "code", query.code());
    }

    @QueryHandler
    public CompletableFuture<PriceUnitQuery.Page> handle(PriceUnitQuery.Search query) {
        return reads.search(query.scope(), query.spec(), PriceUnitQuery.Page::new);
    }
}

package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about plans. */
public final class PlanQueries {
    private final ViewReads<PlanView> reads;

    public PlanQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, PlanProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<PlanView>> handle(PlanQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<PlanQuery.Page> handle(PlanQuery.Search query) {
        return reads.search(query.scope(), query.spec(), PlanQuery.Page::new);
    }
}

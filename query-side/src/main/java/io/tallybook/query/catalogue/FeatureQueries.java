package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about features. */
public final class FeatureQueries {
    private final ViewReads<FeatureView> reads;

    public FeatureQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, FeatureProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<FeatureView>> handle(FeatureQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<FeatureQuery.Page> handle(FeatureQuery.Search query) {
        return reads.search(query.scope(), query.spec(), FeatureQuery.Page::new);
    }
}

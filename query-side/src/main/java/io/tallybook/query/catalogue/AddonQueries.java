package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.AddonQuery;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about addons. */
public final class AddonQueries {
    private final ViewReads<AddonView> reads;

    public AddonQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, AddonProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<AddonView>> handle(AddonQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<AddonView>> handle(AddonQuery.ByLookupKey query) {
        return reads.by(query.scope(), "lookup_key", query.lookupKey());
    }

    @QueryHandler
    public CompletableFuture<AddonQuery.Page> handle(AddonQuery.Search query) {
        return reads.search(query.scope(), query.spec(), AddonQuery.Page::new);
    }
}

package io.tallybook.query.catalogue;

import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about prices. */
public final class PriceQueries {
    private static final Comparator<PriceView> OLDEST_FIRST =
            Comparator.comparing((PriceView price) -> price.stamp().createdAt())
                    .thenComparing(price -> price.id().value());

    private final ViewReads<PriceView> reads;

    public PriceQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, PriceProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<PriceView>> handle(PriceQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<PriceView>> handle(PriceQuery.ByLookupKey query) {
        return reads.by(query.scope(), "lookup_key", query.lookupKey());
    }

    @QueryHandler
    public CompletableFuture<PriceQuery.Page> handle(PriceQuery.Search query) {
        return reads.search(query.scope(), query.spec(), PriceQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<PriceQuery.Page> handle(PriceQuery.OfOwners query) {
        return reads.allBy(query.scope(), "owner_id", query.owners())
                .thenApply(prices -> prices.stream().sorted(OLDEST_FIRST).toList())
                .thenApply(prices -> new PriceQuery.Page(prices, prices.size()));
    }
}

package io.tallybook.query.creditgrant;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about credit grants. */
public final class CreditGrantQueries {
    private final ViewReads<CreditGrantView> reads;

    public CreditGrantQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, CreditGrantProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<CreditGrantView>> handle(CreditGrantQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<CreditGrantQuery.Page> handle(CreditGrantQuery.ByIds query) {
        return reads.byIds(query.scope(), query.ids())
                .thenApply(found -> new CreditGrantQuery.Page(found, found.size()));
    }

    @QueryHandler
    public CompletableFuture<CreditGrantQuery.Page> handle(CreditGrantQuery.OfHolders query) {
        return reads.allBy(query.scope(), "holder_id", query.ids())
                .thenApply(CreditGrantQueries::there);
    }

    private static CreditGrantQuery.Page there(List<CreditGrantView> all) {
        List<CreditGrantView> there =
                all.stream().filter(one -> one.stamp().status() != EntityStatus.DELETED).toList();
        return new CreditGrantQuery.Page(there, there.size());
    }

    @QueryHandler
    public CompletableFuture<CreditGrantQuery.Page> handle(CreditGrantQuery.Search query) {
        return reads.search(query.scope(), query.spec(), CreditGrantQuery.Page::new);
    }
}

package io.tallybook.query.entitlement;

import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about entitlements. */
public final class EntitlementQueries {
    private final ViewReads<EntitlementView> reads;

    public EntitlementQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, EntitlementProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<EntitlementView>> handle(EntitlementQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<EntitlementQuery.Page> handle(EntitlementQuery.Search query) {
        return reads.search(query.scope(), query.spec(), EntitlementQuery.Page::new);
    }

    @QueryHandler
    public CompletableFuture<EntitlementQuery.Page> handle(EntitlementQuery.OfEntities query) {
        return reads.allBy(query.scope(), "entity_id", query.entityIds())
                .thenApply(items -> new EntitlementQuery.Page(items, items.size()));
    }
}

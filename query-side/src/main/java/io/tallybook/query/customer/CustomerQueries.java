package io.tallybook.query.customer;

import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about customers. */
public final class CustomerQueries {
    private final ViewReads<CustomerView> reads;

    public CustomerQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, CustomerProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<CustomerView>> handle(CustomerQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<CustomerQuery.Page> handle(CustomerQuery.ByIds query) {
        return reads.byIds(query.scope(), query.ids())
                .thenApply(found -> new CustomerQuery.Page(found, found.size()));
    }

    @QueryHandler
    public CompletableFuture<Optional<CustomerView>> handle(CustomerQuery.ByExternalId query) {
        return reads.inUse(query.scope(), "external_id", query.externalId());
    }

    @QueryHandler
    public CompletableFuture<CustomerQuery.Page> handle(CustomerQuery.Search query) {
        return reads.search(query.scope(), query.spec(), CustomerQuery.Page::new);
    }
}

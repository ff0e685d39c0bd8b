package io.tallybook.query.invoice;

import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about invoices. */
public final class InvoiceQueries {
    private final ViewReads<InvoiceView> reads;

    public InvoiceQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, InvoiceProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<InvoiceView>> handle(InvoiceQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<InvoiceQuery.Page> handle(InvoiceQuery.Search query) {
        return reads.search(query.scope(), query.spec(), InvoiceQuery.Page::new);
    }
}

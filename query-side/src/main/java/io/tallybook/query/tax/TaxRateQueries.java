package io.tallybook.query.tax;

import io.tallybook.core.tax.TaxRateQuery;
import io.tallybook.core.tax.TaxRateView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about tax rates. */
public final class TaxRateQueries {
    private final ViewReads<TaxRateView> reads;

    public TaxRateQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, TaxRateProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<TaxRateView>> handle(TaxRateQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<TaxRateView>> handle(TaxRateQuery.ByCode query) {
        return reads.by(query.scope(), "code", query.code());
    }

    @QueryHandler
    public CompletableFuture<TaxRateQuery.Page> handle(TaxRateQuery.Search query) {
        return reads.search(query.scope(), query.spec(), TaxRateQuery.Page::new);
    }
}

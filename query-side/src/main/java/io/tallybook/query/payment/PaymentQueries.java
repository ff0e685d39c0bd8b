package io.tallybook.query.payment;

import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about payments. */
public final class PaymentQueries {
    private final ViewReads<PaymentView> reads;

    public PaymentQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, PaymentProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<PaymentView>> handle(PaymentQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<PaymentQuery.Page> handle(PaymentQuery.Search query) {
        return reads.search(query.scope(), query.spec(), PaymentQuery.Page::new);
    }
}

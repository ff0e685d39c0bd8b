package io.tallybook.query.discount;

import io.tallybook.core.discount.CouponQuery;
import io.tallybook.core.discount.CouponView;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.ViewReads;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about coupons. */
public final class CouponQueries {
    private final ViewReads<CouponView> reads;

    public CouponQueries(ReadTables tables) {
        this.reads = new ViewReads<>(tables, CouponProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<CouponView>> handle(CouponQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<Optional<CouponView>> handle(CouponQuery.ByCode query) {
        return reads.by(query.scope(), "code", query.code().toLowerCase(Locale.ROOT));
    }

    @QueryHandler
    public CompletableFuture<CouponQuery.Page> handle(CouponQuery.Search query) {
        return reads.search(query.scope(), query.spec(), CouponQuery.Page::new);
    }
}

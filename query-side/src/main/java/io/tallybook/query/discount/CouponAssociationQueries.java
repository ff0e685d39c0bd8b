package io.tallybook.query.discount;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.query.view.Answer;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import io.tallybook.query.view.ViewReads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;

/** Answers what is asked about coupons that subscriptions hold. */
public final class CouponAssociationQueries {
    private static final String REDEEMED =
            """
            select coupon_id, count(*) as redeemed from view_coupon_association
            where tenant = $1 and environment = $2 and coupon_id = any($3)
                and entity_status <> 'DELETED'
            group by coupon_id\
            """;

    private final ReadTables tables;
    private final ViewReads<CouponAssociationView> reads;

    public CouponAssociationQueries(ReadTables tables) {
        this.tables = tables;
        this.reads = new ViewReads<>(tables, CouponAssociationProjector.TABLE);
    }

    @QueryHandler
    public CompletableFuture<Optional<CouponAssociationView>> handle(
            CouponAssociationQuery.ById query) {
        return reads.byId(query.scope(), query.id());
    }

    @QueryHandler
    public CompletableFuture<CouponAssociationQuery.Page> handle(
            CouponAssociationQuery.OfSubscriptions query) {
        return reads.allBy(
                        query.scope(),
                        "subscription_id",
                        query.ids().stream().map(SubscriptionId::value).toList())
                .thenApply(CouponAssociationQueries::counting);
    }

    private static CouponAssociationQuery.Page counting(List<CouponAssociationView> all) {
        List<CouponAssociationView> counting =
                all.stream().filter(one -> one.stamp().status() != EntityStatus.DELETED).toList();
        return new CouponAssociationQuery.Page(counting, counting.size());
    }

    @QueryHandler
    public CompletableFuture<CouponAssociationQuery.Counts> handle(
            CouponAssociationQuery.Redeemed query) {
        Sql sql =
                Sql.of(
                        REDEEMED,
                        query.scope().tenant().value(),
                        query.scope().environment().value(),
                        query.coupons().stream().map(CouponId::value).toArray(String[]::new));
        return Answer.of(
                tables.read(
                                sql,
                                row ->
                                        Map.entry(
                                                Objects.requireNonNull(
                                                        row.get("coupon_id", String.class)),
                                                Objects.requireNonNull(
                                                        row.get("redeemed", Long.class))))
                        .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                        .map(CouponAssociationQuery.Counts::new));
    }

    @QueryHandler
    public CompletableFuture<CouponAssociationQuery.Page> handle(
            CouponAssociationQuery.Search query) {
        return reads.search(query.scope(), query.spec(), CouponAssociationQuery.Page::new);
    }
}

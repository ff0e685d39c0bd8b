package io.tallybook.api.memory;

import io.tallybook.core.Receipt;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponCommand;
import io.tallybook.core.discount.CouponQuery;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.tax.BorneTaxes;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateCommand;
import io.tallybook.core.tax.TaxRateQuery;
import io.tallybook.core.tax.TaxRateView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/** Coupons and tax rates of {@link MemoryEngine}; nobody holds or bears any. */
public final class MemoryDiscounts {
    private final Shelf<CouponView> coupons =
            new Shelf<CouponView>()
                    .field("name", c -> c.coupon().name())
                    .field("code", c -> lower(c.coupon().code()))
                    .field("type", c -> c.coupon().type().name())
                    .field("cadence", c -> c.coupon().cadence().name());
    private final Shelf<TaxRateView> rates =
            new Shelf<TaxRateView>()
                    .field("name", r -> r.rate().name())
                    .field("code", r -> r.rate().code())
                    .field("scope", r -> r.rate().scope().name())
                    .field("type", r -> r.rate().type().name())
                    .field("status", r -> r.rate().status().name());
    private final Shelf<CouponAssociationView> held =
            new Shelf<CouponAssociationView>()
                    .field("coupon_id", h -> h.association().couponId().value())
                    .field("subscription_id", h -> String.valueOf(h.association().subscriptionId()))
                    .field("invoice_id", h -> String.valueOf(h.association().invoiceId()))
                    .field("start_date", h -> h.association().startDate().toString())
                    .field("end_date", h -> String.valueOf(h.association().endDate()));
    private final Shelf<TaxAssociationView> borne =
            new Shelf<TaxAssociationView>()
                    .field("tax_rate_id", b -> b.association().taxRateId().value())
                    .field("entity_type", b -> b.association().bearer().name())
                    .field("entity_id", b -> b.association().bearerId());

    private static String lower(@Nullable String code) {
        return code == null ? "" : code.toLowerCase(Locale.ROOT);
    }

    @CommandHandler
    Receipt handle(CouponCommand.Create c) {
        coupons.put(new CouponView(c.couponId(), c.scope(), c.coupon(), MemoryEngine.stamp(c)));
        return new Receipt(c.couponId().value(), 0);
    }

    @CommandHandler
    Receipt handle(TaxRateCommand.Create c) {
        rates.put(new TaxRateView(c.taxRateId(), c.scope(), c.rate(), MemoryEngine.stamp(c)));
        return new Receipt(c.taxRateId().value(), 0);
    }

    @QueryHandler
    Optional<CouponView> answer(CouponQuery.ById q) {
        return coupons.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<CouponView> answer(CouponQuery.ByCode q) {
        return coupons.first(q.scope(), "code", lower(q.code()));
    }

    @QueryHandler
    CouponQuery.Page answer(CouponQuery.Search q) {
        var found = coupons.search(q.scope(), q.spec());
        return new CouponQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<TaxRateView> answer(TaxRateQuery.ById q) {
        return rates.byId(q.scope(), q.id());
    }

    @QueryHandler
    Optional<TaxRateView> answer(TaxRateQuery.ByCode q) {
        return rates.first(q.scope(), "code", q.code());
    }

    @QueryHandler
    TaxRateQuery.Page answer(TaxRateQuery.Search q) {
        var found = rates.search(q.scope(), q.spec());
        return new TaxRateQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    Optional<CouponAssociationView> answer(CouponAssociationQuery.ById q) {
        return held.byId(q.scope(), q.id());
    }

    @QueryHandler
    CouponAssociationQuery.Page answer(CouponAssociationQuery.Search q) {
        var found = held.search(q.scope(), q.spec());
        return new CouponAssociationQuery.Page(found.items(), found.total());
    }

    @QueryHandler
    CouponAssociationQuery.Page answer(CouponAssociationQuery.OfSubscriptions q) {
        return new CouponAssociationQuery.Page(List.of(), 0);
    }

    @QueryHandler
    BorneTaxes answer(TaxAssociationQuery.Borne q) {
        return BorneTaxes.NONE;
    }

    @QueryHandler
    CouponAssociationQuery.Counts answer(CouponAssociationQuery.Redeemed q) {
        return new CouponAssociationQuery.Counts(Map.of());
    }

    @QueryHandler
    Optional<TaxAssociationView> answer(TaxAssociationQuery.ById q) {
        return borne.byId(q.scope(), q.id());
    }

    @QueryHandler
    TaxAssociationQuery.Page answer(TaxAssociationQuery.Search q) {
        var found = borne.search(q.scope(), q.spec());
        return new TaxAssociationQuery.Page(found.items(), found.total());
    }
}

package io.tallybook.api.memory;

import io.tallybook.core.discount.CouponQuery;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.tax.TaxRateQuery;
import io.tallybook.core.tax.TaxRateView;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/** Coupons and tax rates of {@link MemoryEngine}: there are none. */
public final class MemoryDiscounts {
    @QueryHandler
    Optional<CouponView> answer(CouponQuery.ById q) {
        return Optional.empty();
    }

    @QueryHandler
    Optional<CouponView> answer(CouponQuery.ByCode q) {
        return Optional.empty();
    }

    @QueryHandler
    CouponQuery.Page answer(CouponQuery.Search q) {
        return new CouponQuery.Page(List.of(), 0);
    }

    @QueryHandler
    Optional<TaxRateView> answer(TaxRateQuery.ById q) {
        return Optional.empty();
    }

    @QueryHandler
    Optional<TaxRateView> answer(TaxRateQuery.ByCode q) {
        return Optional.empty();
    }

    @QueryHandler
    TaxRateQuery.Page answer(TaxRateQuery.Search q) {
        return new TaxRateQuery.Page(List.of(), 0);
    }
}

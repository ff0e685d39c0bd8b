package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One line to be computed.
 *
 * @param coupons taken off this line alone, each of the line's full amount, together never more
 *     than it
 * @param taxes what this line bears instead of the invoice's taxes
 */
public record LineInput(
        String id,
        LineKind kind,
        Charge charge,
        BillingPeriod servicePeriod,
        List<Coupon> coupons,
        Optional<List<TaxRate>> taxes) {
    public LineInput {
        coupons = List.copyOf(coupons);
        taxes = taxes.map(List::copyOf);
    }

    public static LineInput of(
            String id, LineKind kind, Charge charge, BillingPeriod servicePeriod) {
        return new LineInput(id, kind, charge, servicePeriod, List.of(), Optional.empty());
    }

    public static LineInput fixed(
            String id, PricingModel model, BigDecimal quantity, BillingPeriod servicePeriod) {
        return of(id, LineKind.FIXED, new Charge.Priced(model, quantity), servicePeriod);
    }

    public static LineInput usage(
            String id, PricingModel model, BigDecimal quantity, BillingPeriod servicePeriod) {
        return of(id, LineKind.USAGE, new Charge.Priced(model, quantity), servicePeriod);
    }

    public LineInput withCoupons(List<Coupon> values) {
        return new LineInput(id, kind, charge, servicePeriod, values, taxes);
    }

    public LineInput withTaxes(List<TaxRate> values) {
        return new LineInput(id, kind, charge, servicePeriod, coupons, Optional.of(values));
    }
}

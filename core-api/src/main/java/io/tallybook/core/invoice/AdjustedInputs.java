package io.tallybook.core.invoice;

import io.tallybook.core.invoice.AdjustmentsApplied.CouponApplied;
import io.tallybook.core.invoice.AdjustmentsApplied.LinePart;
import io.tallybook.core.invoice.AdjustmentsApplied.TaxApplied;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxRate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between the documents of coupons and taxes and the computation in the domain. */
public final class AdjustedInputs {
    private AdjustedInputs() {}

    static InvoiceInputs of(InvoiceInputs inputs, Adjustments adjustments) {
        Map<String, List<Coupon>> onLines = new HashMap<>();
        List<Coupon> onInvoice = new ArrayList<>();
        for (Adjustments.Coupon coupon : adjustments.coupons()) {
            List<String> lines = coupon.lines().stream().map(InvoiceLineId::value).toList();
            Coupon taken = Coupon.of(coupon.associationId().value(), discount(coupon));
            switch (coupon.reach()) {
                case LINE ->
                        lines.forEach(
                                line ->
                                        onLines.computeIfAbsent(line, _ -> new ArrayList<>())
                                                .add(taken));
                case INVOICE -> onInvoice.add(taken.limitedTo(lines));
            }
        }
        List<LineInput> lines =
                inputs.lines().stream()
                        .map(line -> line.withCoupons(onLines.getOrDefault(line.id(), List.of())))
                        .toList();
        return InvoiceInputs.of(inputs.currency(), inputs.conventions(), lines)
                .withCoupons(onInvoice)
                .withTaxes(
                        adjustments.taxes().stream()
                                .map(tax -> rate(tax, inputs.currency()))
                                .toList());
    }

    /** What they came to on a draft that was computed with them. */
    public static AdjustmentsApplied applied(Adjustments adjustments, InvoiceDraft draft) {
        Map<String, Money> left = new HashMap<>();
        draft.lines().forEach(line -> left.put(line.id(), line.amount()));
        List<CouponApplied> coupons = new ArrayList<>();
        for (Adjustments.Coupon coupon : adjustments.coupons()) {
            coupons.add(applied(coupon, draft, left));
        }
        List<TaxApplied> taxes = new ArrayList<>();
        for (Adjustments.Tax tax : adjustments.taxes()) {
            Money none = Money.zero(draft.currency());
            TaxLine line =
                    draft.taxes().stream()
                            .filter(t -> t.rate().id().equals(tax.taxRateId().value()))
                            .findFirst()
                            .orElse(new TaxLine(rate(tax, draft.currency()), none, none));
            taxes.add(new TaxApplied(tax, line.base(), line.amount()));
        }
        return new AdjustmentsApplied(coupons, taxes);
    }

    private static CouponApplied applied(
            Adjustments.Coupon coupon, InvoiceDraft draft, Map<String, Money> left) {
        Money from = Money.zero(draft.currency());
        Money taken = Money.zero(draft.currency());
        List<LinePart> parts = new ArrayList<>();
        for (InvoiceLineId id : coupon.lines()) {
            Money open = Objects.requireNonNull(left.get(id.value()), "a line of this invoice");
            Money part = part(coupon, id, draft);
            from = from.plus(open);
            taken = taken.plus(part);
            left.put(id.value(), open.minus(part));
            if (!part.isZero()) {
                parts.add(new LinePart(id, part));
            }
        }
        return new CouponApplied(coupon, from, taken, parts);
    }

    private static Money part(Adjustments.Coupon coupon, InvoiceLineId id, InvoiceDraft draft) {
        Money part = Money.zero(draft.currency());
        for (DraftLine line : draft.lines()) {
            if (line.id().equals(id.value())) {
                for (DraftLine.Part discount : line.discounts()) {
                    if (discount.id().equals(coupon.associationId().value())) {
                        part = part.plus(discount.amount());
                    }
                }
            }
        }
        return part;
    }

    private static Discount discount(Adjustments.Coupon coupon) {
        return switch (coupon.coupon().type()) {
            case PERCENTAGE ->
                    new Discount.PercentOff(
                            Objects.requireNonNull(
                                    coupon.coupon().percentageOff(),
                                    "share of a PERCENTAGE coupon"));
            case FIXED ->
                    new Discount.AmountOff(
                            Objects.requireNonNull(coupon.amountOff(), "amount of a FIXED coupon"));
        };
    }

    private static TaxRate rate(Adjustments.Tax tax, CurrencyCode currency) {
        TaxRateDocument rate = tax.rate();
        String id = tax.taxRateId().value();
        return switch (rate.type()) {
            case PERCENTAGE ->
                    new TaxRate.Percentage(
                            id,
                            value(rate.percentage()),
                            switch (rate.placement()) {
                                case EXCLUSIVE -> TaxRate.Placement.EXCLUSIVE;
                                case INCLUSIVE -> TaxRate.Placement.INCLUSIVE;
                            },
                            TaxRate.Stacking.SIMPLE);
            case FIXED ->
                    new TaxRate.Fixed(id, Rounding.HALF_UP.toMoney(value(rate.amount()), currency));
        };
    }

    private static BigDecimal value(@Nullable BigDecimal value) {
        return Objects.requireNonNull(value, "value of a tax rate");
    }
}

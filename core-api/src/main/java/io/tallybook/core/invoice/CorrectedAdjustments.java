package io.tallybook.core.invoice;

import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.invoice.AdjustmentsApplied.CouponApplied;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateDocumentBuilder;
import io.tallybook.domain.money.Money;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The coupons and taxes of what corrects a closed invoice: those that it was closed with, whatever
 * became of them later.
 */
final class CorrectedAdjustments {
    private CorrectedAdjustments() {}

    /** Those of an invoice that is computed once more; of an open one, what holds now. */
    static @Nullable Adjustments of(InvoiceView invoice, InvoiceQuery.Inputs now) {
        boolean open = invoice.status() == InvoiceView.Status.DRAFT;
        AdjustmentsApplied applied = invoice.adjustments();
        if (open || applied == null) {
            return open ? now.adjustments() : null;
        }
        Set<InvoiceLineId> lines = new HashSet<>();
        now.lines().forEach(line -> lines.add(line.id()));
        return new Adjustments(
                applied.coupons().stream()
                        .flatMap(coupon -> again(coupon, now.adjustments(), lines).stream())
                        .toList(),
                applied.inputs().taxes());
    }

    // What is given once has been given: no more of it is used up by a correction.
    private static Optional<Adjustments.Coupon> again(
            CouponApplied applied, @Nullable Adjustments now, Set<InvoiceLineId> lines) {
        Adjustments.Coupon was = applied.coupon();
        boolean once = was.coupon().cadence() == CouponDocument.Cadence.ONCE;
        List<InvoiceLineId> covered =
                Stream.ofNullable(now)
                        .flatMap(held -> held.coupons().stream())
                        .filter(coupon -> coupon.associationId().equals(was.associationId()))
                        .findFirst()
                        .orElse(was)
                        .lines()
                        .stream()
                        .filter(lines::contains)
                        .toList();
        if (covered.isEmpty() || (once && applied.taken().isZero())) {
            return Optional.empty();
        }
        return Optional.of(
                new Adjustments.Coupon(
                        was.associationId(),
                        was.couponId(),
                        was.coupon(),
                        once && was.amountOff() != null ? applied.taken() : was.amountOff(),
                        covered,
                        was.reach()));
    }

    /**
     * The taxes of an invoice that bills a difference. Where shares of the difference come to
     * another sum than the difference of the shares, by a cent of rounding, the last of them is
     * that amount.
     *
     * @param total what the invoice has to come to
     */
    static Adjustments taxes(InvoiceView closed, GivenInvoice given, Money total) {
        AdjustmentsApplied applied = closed.adjustments();
        if (applied == null) {
            return Adjustments.NONE;
        }
        List<Adjustments.Tax> shares =
                applied.inputs().taxes().stream()
                        .filter(tax -> tax.rate().type() == TaxRateDocument.Type.PERCENTAGE)
                        .toList();
        var asShares = new Adjustments(List.of(), shares);
        Money missing = total.minus(LineSum.draft(given.with(asShares), total.currency()).total());
        List<Adjustments.Tax> added =
                shares.stream().filter(tax -> !tax.rate().containedInPrice()).toList();
        if (missing.isZero() || added.isEmpty()) {
            return asShares;
        }
        return exactly(given, shares, added.getLast(), missing);
    }

    private static Adjustments exactly(
            GivenInvoice given, List<Adjustments.Tax> shares, Adjustments.Tax last, Money missing) {
        var asShares = new Adjustments(List.of(), shares);
        Money share =
                AdjustedInputs.applied(
                                asShares, LineSum.draft(given.with(asShares), missing.currency()))
                        .taxes()
                        .stream()
                        .filter(tax -> tax.tax().equals(last))
                        .map(AdjustmentsApplied.TaxApplied::amount)
                        .reduce(Money.zero(missing.currency()), Money::plus);
        Money amount = share.plus(missing);
        List<Adjustments.Tax> taxes = new ArrayList<>(shares);
        taxes.remove(last);
        if (amount.isPositive()) {
            taxes.add(
                    new Adjustments.Tax(
                            last.taxRateId(),
                            fixed(last.rate(), amount),
                            last.associationId(),
                            last.bearer(),
                            last.bearerId()));
        }
        return new Adjustments(List.of(), taxes);
    }

    private static TaxRateDocument fixed(TaxRateDocument rate, Money amount) {
        return TaxRateDocumentBuilder.builder(rate)
                .type(TaxRateDocument.Type.FIXED)
                .percentage(null)
                .amount(amount.toDecimal())
                .build();
    }
}

package io.tallybook.core.invoice;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of a subscription's coupons are taken off an invoice, and of which lines.
 *
 * <p>A coupon covers the lines whose service overlaps the time for which it is held, so that what
 * is paid in advance and what is paid afterwards are discounted for the same periods. One that is
 * repeated lasts so many of the subscription's periods, from the one in which it begins; one that
 * is given once covers one invoice, of a fixed amount several until it is used up.
 */
public final class ApplicableCoupons {
    private static final Comparator<CouponAssociationView> IN_ORDER =
            Comparator.comparing((CouponAssociationView held) -> held.association().startDate())
                    .thenComparing(held -> held.stamp().createdAt())
                    .thenComparing(held -> held.id().value());

    private ApplicableCoupons() {}

    /** Those on single lines first, then in the order in which they began. */
    public static List<Adjustments.Coupon> of(
            List<CouponAssociationView> held,
            SubscriptionTerms terms,
            InvoiceId invoice,
            List<InvoiceLineInput> lines) {
        List<Adjustments.Coupon> onLines = new ArrayList<>();
        List<Adjustments.Coupon> onInvoice = new ArrayList<>();
        for (CouponAssociationView one : held.stream().sorted(IN_ORDER).toList()) {
            if (one.stamp().status() != EntityStatus.DELETED) {
                coupon(one, terms, invoice, lines)
                        .ifPresent(
                                coupon ->
                                        (coupon.reach() == Adjustments.Reach.LINE
                                                        ? onLines
                                                        : onInvoice)
                                                .add(coupon));
            }
        }
        onLines.addAll(onInvoice);
        return List.copyOf(onLines);
    }

    private static Optional<Adjustments.Coupon> coupon(
            CouponAssociationView held,
            SubscriptionTerms terms,
            InvoiceId invoice,
            List<InvoiceLineInput> lines) {
        CouponAssociationDocument given = held.association();
        List<InvoiceLineId> covered =
                lines.stream()
                        .filter(line -> covers(given, terms, line))
                        .map(InvoiceLineInput::id)
                        .toList();
        Money left = left(held, terms, invoice);
        boolean usedUp =
                given.coupon().type() == CouponDocument.Type.FIXED
                        ? left == null || left.isZero()
                        : isUsedByAnother(held, invoice);
        if (covered.isEmpty() || usedUp) {
            return Optional.empty();
        }
        boolean onLine = given.lineItemId() != null;
        boolean once = given.coupon().cadence() == CouponDocument.Cadence.ONCE;
        return Optional.of(
                new Adjustments.Coupon(
                        held.id(),
                        given.couponId(),
                        given.coupon(),
                        left,
                        onLine && once ? covered.subList(0, 1) : covered,
                        onLine ? Adjustments.Reach.LINE : Adjustments.Reach.INVOICE));
    }

    private static boolean covers(
            CouponAssociationDocument given, SubscriptionTerms terms, InvoiceLineInput line) {
        if (given.lineItemId() != null && !given.lineItemId().equals(line.lineItemId())) {
            return false;
        }
        BillingPeriod service = line.servicePeriod();
        Instant end = end(given, terms);
        return service.end().isAfter(given.startDate())
                && (end == null || service.start().isBefore(end));
    }

    private static @Nullable Instant end(CouponAssociationDocument given, SubscriptionTerms terms) {
        Integer periods = given.coupon().durationInPeriods();
        if (given.coupon().cadence() != CouponDocument.Cadence.REPEATED || periods == null) {
            return given.endDate();
        }
        // A trial costs nothing, so it uses none of them up.
        SubscriptionPeriods all = SubscriptionPeriods.endless(terms);
        Instant start =
                given.startDate().isBefore(all.chargedFrom())
                        ? all.chargedFrom()
                        : given.startDate();
        Instant lasts = all.period(all.indexAt(start) + periods - 1).end();
        Instant ended = given.endDate();
        return ended == null || lasts.isBefore(ended) ? lasts : ended;
    }

    // What is left of a fixed amount; absent if it is none, or of another currency.
    private static @Nullable Money left(
            CouponAssociationView held, SubscriptionTerms terms, InvoiceId invoice) {
        CouponDocument coupon = held.association().coupon();
        if (coupon.type() != CouponDocument.Type.FIXED
                || !terms.currency().equals(coupon.currency())) {
            return null;
        }
        BigDecimal amount = Objects.requireNonNull(coupon.amountOff(), "amount of a FIXED coupon");
        Money left = Rounding.HALF_UP.toMoney(amount, terms.currency());
        if (coupon.cadence() == CouponDocument.Cadence.ONCE) {
            for (CouponAssociationView.Use use : held.uses()) {
                left = use.invoiceId().equals(invoice) ? left : left.minus(use.taken());
            }
        }
        return left;
    }

    private static boolean isUsedByAnother(CouponAssociationView held, InvoiceId invoice) {
        return held.association().coupon().cadence() == CouponDocument.Cadence.ONCE
                && held.uses().stream().anyMatch(use -> !use.invoiceId().equals(invoice));
    }
}

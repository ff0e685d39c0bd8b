package io.tallybook.core.invoice;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.Predecessor;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 *
 * <p>What those hold that a subscription follows goes on with it: so many periods are those of all
 * of them together.
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
        LineItemId limit = given.lineItemId();
        if (limit != null && !limit.equals(line.lineItemId()) && !goesOn(given, terms, line)) {
            return false;
        }
        BillingPeriod service = line.servicePeriod();
        Instant end = end(given, terms);
        return service.end().isAfter(given.startDate())
                && (end == null || service.start().isBefore(end));
    }

    private static boolean goesOn(
            CouponAssociationDocument given, SubscriptionTerms terms, InvoiceLineInput line) {
        return terms.arranged().predecessors().stream()
                .filter(before -> before.id().equals(given.subscriptionId()))
                .flatMap(before -> before.continued(given.lineItemId()).stream())
                .anyMatch(next -> next.equals(line.lineItemId()));
    }

    private static @Nullable Instant end(CouponAssociationDocument given, SubscriptionTerms terms) {
        Integer periods = given.coupon().durationInPeriods();
        if (given.coupon().cadence() != CouponDocument.Cadence.REPEATED || periods == null) {
            return given.endDate();
        }
        Instant lasts = after(periods, given, terms);
        Instant ended = given.endDate();
        return ended == null || lasts.isBefore(ended) ? lasts : ended;
    }

    // The end of so many periods. One that was broken off by what followed counts as one, and a
    // trial, which costs nothing, as none.
    private static Instant after(
            int periods, CouponAssociationDocument given, SubscriptionTerms terms) {
        int left = periods;
        Instant since = given.startDate();
        for (Predecessor before : terms.arranged().since(given.subscriptionId())) {
            SubscriptionPeriods all = new SubscriptionPeriods(before.periods(), null);
            Instant start = later(since, all.chargedFrom());
            if (!start.isBefore(before.end())) {
                continue;
            }
            int first = all.indexAt(start);
            int had = all.indexAt(before.end().minus(1, ChronoUnit.MICROS)) - first + 1;
            if (had >= left) {
                Instant last = all.period(first + left - 1).end();
                return last.isBefore(before.end()) ? last : before.end();
            }
            left -= had;
            since = before.end();
        }
        SubscriptionPeriods all = SubscriptionPeriods.endless(terms);
        return all.period(all.indexAt(later(since, all.chargedFrom())) + left - 1).end();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
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

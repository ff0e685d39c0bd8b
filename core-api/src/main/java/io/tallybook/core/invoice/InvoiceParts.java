package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.subscription.GroupedBilling;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of subscriptions that are invoiced together is on one invoice: each is charged by its own
 * terms for its own period, as if it had an invoice of its own, and the invoice adds the parts up.
 *
 * <p>Of which period a subscription said, when it closed it, that it is on the other's invoice, is
 * on that invoice: no more, no less.
 */
public final class InvoiceParts {
    private InvoiceParts() {}

    /**
     * Whether it is not known yet what of a subscription is on an invoice, since it has not closed
     * its period.
     *
     * @param parent what was agreed in the one that the invoice is of
     */
    public static boolean isAwaited(
            InvoiceOpening whole, SubscriptionTerms parent, SubscriptionView child) {
        return switch (child.status()) {
            case DRAFT, CANCELLED, INCOMPLETE_EXPIRED -> false;
            case TRIALING, ACTIVE, INCOMPLETE, PAUSED ->
                    child.periodIndex() <= index(whole, child.terms())
                            && (parent.related().children().contains(child.id())
                                    || child.terms().related().groups().stream()
                                            .anyMatch(one -> isOf(one.parentId(), whole)));
        };
    }

    /**
     * The part of a subscription, as an opening of its own; empty if nothing of it is on the
     * invoice, as of one that ended before its period did.
     */
    public static Optional<InvoiceOpening> of(InvoiceOpening whole, SubscriptionView child) {
        return child.periodIndex() > index(whole, child.terms())
                ? of(whole, child.id(), child.terms())
                : Optional.empty();
    }

    private static Optional<InvoiceOpening> of(
            InvoiceOpening whole, SubscriptionId id, SubscriptionTerms terms) {
        int index = index(whole, terms);
        return whole.reason() == BillingReason.SUBSCRIPTION_CYCLE
                        && whole.children().contains(id)
                        && terms.related()
                                .groupedWith(index)
                                .filter(parent -> isOf(parent, whole))
                                .isPresent()
                ? Optional.of(part(whole, id, terms, index))
                : Optional.empty();
    }

    private static InvoiceOpening part(
            InvoiceOpening whole, SubscriptionId id, SubscriptionTerms terms, int index) {
        var period = SubscriptionPeriods.endless(terms).period(index);
        return new InvoiceOpening(
                        id,
                        whole.customerId(),
                        whole.currency(),
                        BillingReason.SUBSCRIPTION_CYCLE,
                        index,
                        period,
                        whole.finalizeAt())
                .servedTo(terms.customerId())
                .following(terms.coursed().crossings(index, period));
    }

    private static boolean isOf(SubscriptionId parent, InvoiceOpening whole) {
        return parent.equals(whole.subscriptionId());
    }

    private static int index(InvoiceOpening whole, SubscriptionTerms terms) {
        return GroupedBilling.indexUntil(terms, whole.period().end());
    }

    /** By which the lines of a part are told from those of others on the same invoice. */
    public static InvoiceId id(InvoiceId whole, InvoiceOpening part) {
        return InvoiceId.of(
                Ulid.derived(
                        part.period().end(), "part", whole.value(), part.subscription().value()));
    }

    /** One invoice of several computations, the first of which is that of the parent. */
    public static InvoiceQuery.Inputs together(List<InvoiceQuery.Inputs> parts) {
        InvoiceQuery.Inputs first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        List<InvoiceLineInput> lines = new ArrayList<>();
        List<Adjustments.Coupon> coupons = new ArrayList<>();
        List<Adjustments.Coupon> onInvoice = new ArrayList<>();
        for (InvoiceQuery.Inputs part : parts) {
            lines.addAll(part.lines());
            for (Adjustments.Coupon coupon : coupons(part)) {
                switch (coupon.reach()) {
                    case LINE -> coupons.add(coupon);
                    case INVOICE -> onInvoice.add(coupon);
                }
            }
        }
        coupons.addAll(onInvoice);
        // The invoice is one, and so is who bears its taxes.
        var adjustments =
                new Adjustments(
                        coupons,
                        first.adjustments() == null ? List.of() : first.adjustments().taxes());
        return new InvoiceQuery.Inputs(
                first.conventions(), lines, adjustments.isEmpty() ? null : adjustments);
    }

    private static List<Adjustments.Coupon> coupons(InvoiceQuery.Inputs part) {
        Adjustments adjustments = part.adjustments();
        return adjustments == null ? List.of() : adjustments.coupons();
    }

    /** The lines of a subscription that is invoiced together with another. */
    public static List<InvoiceLineInput> served(
            InvoiceOpening part, SubscriptionTerms terms, List<InvoiceLineInput> lines) {
        var served = new InvoiceLineInput.Served(part.subscription(), terms.customerId());
        return lines.stream().map(line -> line.servedTo(served)).toList();
    }

    /** What of an invoice is a subscription's own; empty if nothing is. */
    static Optional<InvoiceView> of(
            InvoiceView invoice, SubscriptionId id, SubscriptionTerms terms) {
        if (id.equals(invoice.opening().subscriptionId())) {
            return Optional.of(
                    invoice.opening().children().isEmpty()
                            ? invoice
                            : invoice.part(
                                    invoice.opening(),
                                    invoice.lines().stream()
                                            .filter(line -> line.input().served() == null)
                                            .toList()));
        }
        return of(invoice.opening(), id, terms)
                .map(
                        part ->
                                invoice.part(
                                        part,
                                        invoice.lines().stream()
                                                .filter(line -> isOf(line, id))
                                                .toList()));
    }

    private static boolean isOf(InvoiceLine line, SubscriptionId id) {
        InvoiceLineInput.Served served = line.input().served();
        return served != null && served.subscriptionId().equals(id);
    }
}

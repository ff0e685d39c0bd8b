package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.BillingSchedule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A commitment that covers several invoices and begins anew when its term is over: an annual one,
 * billed monthly, has its full amount again in year two.
 *
 * @param terms the periods of the commitment itself
 */
public record CommitmentTerm(Commitment commitment, BillingSchedule terms) {

    /** What one invoice charged at the plain price, with overage counted before its factor. */
    public record Invoiced(BillingPeriod period, BigDecimal base) {}

    /** The term that an invoice counts towards: the one its period begins in. */
    public BillingPeriod termOf(BillingPeriod invoiced) {
        return terms.period(terms.indexAt(invoiced.start()));
    }

    /** Whether an invoice is the last of its term, which is when the rest is trued up. */
    public Commitments.Position positionOf(BillingPeriod invoiced) {
        return invoiced.end().isBefore(termOf(invoiced).end())
                ? Commitments.Position.BEFORE_LAST
                : Commitments.Position.LAST;
    }

    /**
     * The next invoice, given those before it.
     *
     * <p>Shapes: {@code earlier} in any order; those of other terms, and those not before this one,
     * do not count.
     */
    public Commitments.Split apply(List<Invoiced> earlier, Invoiced current) {
        BillingPeriod term = termOf(current.period());
        BigDecimal prior = BigDecimal.ZERO;
        for (Invoiced invoice : earlier) {
            boolean before = invoice.period().start().isBefore(current.period().start());
            if (before && term.contains(invoice.period().start())) {
                prior = prior.add(invoice.base());
            }
        }
        return Commitments.applyCumulative(
                commitment, prior, current.base(), positionOf(current.period()));
    }

    /** All invoices of a subscription, in order. */
    public List<Commitments.Split> applyAll(List<Invoiced> invoices) {
        List<Commitments.Split> splits = new ArrayList<>(invoices.size());
        for (int i = 0; i < invoices.size(); i++) {
            splits.add(apply(invoices.subList(0, i), invoices.get(i)));
        }
        return splits;
    }
}

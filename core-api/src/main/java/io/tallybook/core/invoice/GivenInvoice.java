package io.tallybook.core.invoice;

import io.tallybook.domain.rating.Conventions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice whose lines are given when it is opened, rather than worked out of a subscription when
 * it is computed.
 *
 * <p>A line may take something off, as what was paid ahead for a plan that was left; all together
 * must not.
 *
 * @param key tells this invoice from every other of the same customer and reason: with it the id is
 *     derived
 * @param lines at least one; each with an amount of its own, a price and a quantity, or a reading
 *     that is frozen already
 * @param corrects the closed invoice to which it adds
 * @param adjustments its coupons and taxes; absent for none
 */
public record GivenInvoice(
        String key,
        Conventions conventions,
        List<InvoiceLineInput> lines,
        InvoiceDetails details,
        @Nullable InvoiceId corrects,
        @Nullable Adjustments adjustments) {
    public GivenInvoice {
        lines = List.copyOf(lines);
    }

    /** One without coupons and taxes. */
    public GivenInvoice(
            String key,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            InvoiceDetails details,
            @Nullable InvoiceId corrects) {
        this(key, conventions, lines, details, corrects, null);
    }

    /** One that stands for itself. */
    public GivenInvoice(
            String key,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            InvoiceDetails details) {
        this(key, conventions, lines, details, null, null);
    }

    /** The same, with coupons and taxes. */
    public GivenInvoice with(Adjustments some) {
        return new GivenInvoice(
                key, conventions, lines, details, corrects, some.isEmpty() ? null : some);
    }

    /** Its coupons and taxes. */
    public Adjustments adjusted() {
        return adjustments == null ? Adjustments.NONE : adjustments;
    }
}

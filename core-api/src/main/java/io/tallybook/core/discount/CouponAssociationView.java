package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.util.List;

/**
 * A coupon that a subscription holds.
 *
 * @param uses of what lasts for one invoice: which used how much of it
 */
public record CouponAssociationView(
        CouponAssociationId id,
        Scope scope,
        CouponAssociationDocument association,
        List<Use> uses,
        Stamp stamp)
        implements View {
    public CouponAssociationView {
        uses = List.copyOf(uses);
    }

    /** What an invoice used. */
    public record Use(InvoiceId invoiceId, Money taken) {}
}

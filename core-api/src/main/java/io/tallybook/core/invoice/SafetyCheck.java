package io.tallybook.core.invoice;

import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice is held against before it is computed for good.
 *
 * @param invoicesBefore how many finalized invoices its subscription has
 * @param largestBefore the largest of them before credits and taxes; absent if there are none
 * @param billed service periods of its line items that invoices which hold have billed already
 */
public record SafetyCheck(
        SafetyBounds bounds,
        int invoicesBefore,
        @Nullable Money largestBefore,
        List<Billed> billed) {
    public SafetyCheck {
        billed = List.copyOf(billed);
    }

    /** Of an invoice that has no history of its own. */
    public static SafetyCheck of(SafetyBounds bounds) {
        return new SafetyCheck(bounds, 0, null, List.of());
    }

    /** A stretch for which a line item was charged more than nothing. */
    public record Billed(InvoiceId invoiceId, LineItemId lineItemId, BillingPeriod period) {}
}

package io.tallybook.core.subscription;

import io.tallybook.core.customer.CustomerId;
import org.jspecify.annotations.Nullable;

/**
 * With whom a subscription stands together, where it does.
 *
 * @param invoicingCustomerId who gets its invoices; absent for its customer
 */
public record Family(@Nullable CustomerId invoicingCustomerId) {

    /** One whose invoices go to another customer. */
    public static Family paidBy(CustomerId payer) {
        return new Family(payer);
    }
}

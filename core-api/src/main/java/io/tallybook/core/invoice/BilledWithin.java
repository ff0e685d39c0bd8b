package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.util.List;

/**
 * What of a line was billed before the period was over, because its usage had come to so much.
 *
 * @param amount before discounts and taxes; 0 or more
 * @param invoices by which, in the order of their time
 */
public record BilledWithin(Money amount, List<InvoiceId> invoices) {
    public BilledWithin {
        invoices = List.copyOf(invoices);
    }
}

package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of a line was billed before it: because its usage had come to so much before the period was
 * over, or because its promise was not kept by then.
 *
 * @param amount before discounts and taxes; 0 or more
 * @param invoices by which, in the order of their time
 */
public record BilledWithin(Money amount, List<InvoiceId> invoices) {
    public BilledWithin {
        invoices = List.copyOf(invoices);
    }

    /** The same invoices, for a part of it. */
    BilledWithin of(Money part) {
        return new BilledWithin(part, invoices);
    }

    BilledWithin and(BilledWithin other) {
        return new BilledWithin(
                amount.plus(other.amount),
                Stream.concat(invoices.stream(), other.invoices.stream()).toList());
    }
}

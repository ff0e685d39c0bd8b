package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.util.List;

/** What a customer was billed and owes, one sum for each currency, in the order of their codes. */
public record InvoiceSummary(List<OfCurrency> currencies) {
    public InvoiceSummary {
        currencies = List.copyOf(currencies);
    }

    /**
     * The finalized invoices of one currency.
     *
     * @param billed the sum of their totals
     * @param unpaid what remains to be paid of them
     * @param overdue what of that is due since before the moment that was asked about
     * @param unpaidUsage the lines of usage on invoices of which something remains to be paid,
     *     before discounts, credits and taxes
     * @param unpaidFixed their other lines
     */
    public record OfCurrency(
            Money billed,
            Money unpaid,
            Money overdue,
            long invoices,
            long unpaidInvoices,
            long overdueInvoices,
            Money unpaidUsage,
            Money unpaidFixed) {}
}

package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.domain.time.BillingPeriod;
import java.util.List;
import java.util.Objects;

/** That the usage of a line item in a stretch of time is on an invoice. */
public record BilledUsage(InvoiceId invoice, LineItemId lineItem, BillingPeriod period) {

    /** All that an invoice bills; empty until it is computed. */
    public static List<BilledUsage> of(InvoiceView invoice) {
        return of(invoice.id(), invoice.lines());
    }

    /** What some lines of an invoice bill. */
    public static List<BilledUsage> of(InvoiceId invoice, List<InvoiceLine> lines) {
        return lines.stream()
                .map(InvoiceLine::input)
                .filter(input -> input.price().type() == PriceDocument.Type.USAGE)
                .filter(input -> input.lineItemId() != null)
                .map(
                        input ->
                                new BilledUsage(
                                        invoice,
                                        Objects.requireNonNull(input.lineItemId()),
                                        input.servicePeriod()))
                .toList();
    }
}

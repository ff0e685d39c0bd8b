package io.tallybook.command.invoice;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.Numbering;
import java.time.Instant;
import java.util.List;

/**
 * An invoice that will be finalized and lacks nothing but its number: numbers of a series are taken
 * one after another, so one is taken only when nothing else can fail.
 */
record Settled(
        InvoiceId invoiceId,
        CustomerId customerId,
        Numbering numbering,
        Instant finalizedAt,
        Instant dueDate,
        List<LineSettlement> settlements,
        List<CreditBurnt> credits,
        InvoiceTotals totals) {

    /** The series that its number is taken from. */
    String series() {
        return numbering.series(finalizedAt, customerId);
    }

    /** With its number, such as {@code INV-202312-00001}; beyond its padding it grows longer. */
    InvoiceEvent.Finalized numbered(long number) {
        return new InvoiceEvent.Finalized(
                invoiceId,
                numbering.text(finalizedAt, customerId, number),
                finalizedAt,
                dueDate,
                settlements,
                credits,
                totals);
    }
}

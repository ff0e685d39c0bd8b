package io.tallybook.command.invoice;

import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * An invoice that will be finalized and lacks nothing but its number: numbers of a series are taken
 * one after another, so one is taken only when nothing else can fail.
 */
record Settled(
        InvoiceId invoiceId,
        Instant finalizedAt,
        Instant dueDate,
        List<LineSettlement> settlements,
        List<CreditBurnt> credits,
        InvoiceTotals totals) {
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** One series a month of finalization, in UTC, as {@code INV-202312}. */
    String series() {
        return "INV-" + MONTH.format(finalizedAt);
    }

    /** With a number such as {@code INV-202312-00001}; beyond 99,999 it grows longer. */
    InvoiceEvent.Finalized numbered(long number) {
        return new InvoiceEvent.Finalized(
                invoiceId,
                series() + "-" + String.format(Locale.ROOT, "%05d", number),
                finalizedAt,
                dueDate,
                settlements,
                credits,
                totals);
    }
}

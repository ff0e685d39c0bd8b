package io.tallybook.domain.invoice;

import io.tallybook.domain.tax.TaxRounding;

/**
 * The invoice: from frozen inputs to lines and totals. Preview and finalization both call it, so
 * that what was shown is what is billed.
 */
public final class InvoiceComputation {
    private InvoiceComputation() {}

    /**
     * Computes an invoice.
     *
     * <p>Order and rounding are those of the plan's conventions; every line amount is rounded once,
     * half away from zero, and every later figure is a sum of whole minor units, so that parts
     * always sum to wholes.
     *
     * <pre>
     *   FLEXPRICE  lines, line coupons, invoice coupons, credits (usage lines only), taxes (each rounded)
     *   LAGO       lines, progressive credit, coupons, taxes (sum rounded), credit notes, credits
     *   EXACT      lines, progressive credit, line coupons, invoice coupons, taxes (each rounded), credit notes, credits
     * </pre>
     *
     * <p>Before all that, lines below zero take off the others. To learn what prepaid credits may
     * pay, compute without credits and read {@code creditable}; debit the wallets; compute again
     * with what they really burnt. Errors: IllegalArgumentException naming the field for inputs
     * that are no invoice; {@link InvoiceInvariant} if credits exceed what they may pay or a sum
     * does not add up. Source: docs/conventions.md#order.
     */
    public static InvoiceDraft compute(InvoiceInputs inputs) {
        Bill bill = Bill.of(inputs);
        bill.deduct();
        bill.creditProgress();
        bill.discountLines();
        bill.discountInvoice();
        switch (inputs.conventions()) {
            case FLEXPRICE -> {
                bill.applyCredits(LineKind.USAGE);
                bill.tax(TaxRounding.EACH_TAX);
                bill.applyCreditNotes();
            }
            case LAGO -> {
                bill.tax(TaxRounding.WHOLE_INVOICE);
                bill.applyCreditNotes();
                bill.applyCredits();
            }
            case EXACT -> {
                bill.tax(TaxRounding.EACH_TAX);
                bill.applyCreditNotes();
                bill.applyCredits();
            }
        }
        return bill.draft();
    }
}

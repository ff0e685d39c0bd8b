package io.tallybook.domain.invoice;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxRate;
import java.util.List;

/**
 * Everything an invoice follows from, frozen: the same inputs give the same invoice for ever.
 *
 * @param coupons on the whole invoice, in the order in which they are taken off
 * @param taxes what every line bears that names no taxes of its own, in their order
 * @param progressive what earlier invoices of the period have billed already
 * @param creditNotes oldest first; each pays as much of what is owed as it can
 * @param credits prepaid credits really burnt; empty while it is still to be learnt what they may
 *     pay
 */
public record InvoiceInputs(
        CurrencyCode currency,
        Conventions conventions,
        List<LineInput> lines,
        List<Coupon> coupons,
        List<TaxRate> taxes,
        List<ProgressiveCredit> progressive,
        List<CreditNoteInput> creditNotes,
        List<CreditInput> credits) {
    public InvoiceInputs {
        lines = List.copyOf(lines);
        coupons = List.copyOf(coupons);
        taxes = List.copyOf(taxes);
        progressive = List.copyOf(progressive);
        creditNotes = List.copyOf(creditNotes);
        credits = List.copyOf(credits);
    }

    public static InvoiceInputs of(
            CurrencyCode currency, Conventions conventions, List<LineInput> lines) {
        return new InvoiceInputs(
                currency,
                conventions,
                lines,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    public InvoiceInputs withCoupons(List<Coupon> values) {
        return new InvoiceInputs(
                currency, conventions, lines, values, taxes, progressive, creditNotes, credits);
    }

    public InvoiceInputs withTaxes(List<TaxRate> values) {
        return new InvoiceInputs(
                currency, conventions, lines, coupons, values, progressive, creditNotes, credits);
    }

    public InvoiceInputs withProgressive(List<ProgressiveCredit> values) {
        return new InvoiceInputs(
                currency, conventions, lines, coupons, taxes, values, creditNotes, credits);
    }

    public InvoiceInputs withCreditNotes(List<CreditNoteInput> values) {
        return new InvoiceInputs(
                currency, conventions, lines, coupons, taxes, progressive, values, credits);
    }

    public InvoiceInputs withCredits(List<CreditInput> values) {
        return new InvoiceInputs(
                currency, conventions, lines, coupons, taxes, progressive, creditNotes, values);
    }
}

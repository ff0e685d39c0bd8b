package io.tallybook.domain.invoice;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxLine;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A computed invoice.
 *
 * <p>Guarantee: every figure is the sum of its lines' figures, and {@code total = subtotal -
 * progressiveCredited - totalDiscount + tax - creditNotesApplied - creditsApplied}, which is never
 * negative.
 *
 * @param discounts what each coupon took off, in the order taken
 * @param taxes what each tax comes to
 * @param taxIncluded what the prices already contain of inclusive taxes; not part of {@code tax}
 * @param creditNotes what each credit note paid
 * @param creditable what prepaid credits may pay at most, whether or not any were given
 * @param unusedProgressive what earlier invoices billed beyond these lines: to be given back by
 *     credit note
 */
public record InvoiceDraft(
        CurrencyCode currency,
        Conventions conventions,
        List<DraftLine> lines,
        Money subtotal,
        Money progressiveCredited,
        Money unusedProgressive,
        List<DraftLine.Part> discounts,
        Money totalDiscount,
        List<TaxLine> taxes,
        Money tax,
        Money taxIncluded,
        List<DraftLine.Part> creditNotes,
        Money creditNotesApplied,
        Money creditable,
        Money creditsApplied,
        Money total) {
    public InvoiceDraft {
        lines = List.copyOf(lines);
        discounts = List.copyOf(discounts);
        taxes = List.copyOf(taxes);
        creditNotes = List.copyOf(creditNotes);
    }

    /**
     * What of {@code creditable} belongs to which kind of line: what wallets with a narrower
     * purpose may pay.
     */
    public Map<LineKind, Money> creditableByKind() {
        Map<LineKind, Money> byKind = new EnumMap<>(LineKind.class);
        for (DraftLine line : lines) {
            Money open =
                    switch (conventions) {
                        case FLEXPRICE ->
                                line.kind() == LineKind.USAGE
                                        ? line.amount()
                                                .minus(line.progressive())
                                                .minus(line.discount())
                                        : Money.zero(currency);
                        case LAGO, EXACT -> line.total().plus(line.creditsApplied());
                    };
            byKind.merge(line.kind(), open, Money::plus);
        }
        return byKind;
    }
}

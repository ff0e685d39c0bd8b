package io.tallybook.core.invoice;

import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a line comes to, before credits.
 *
 * @param amount before discounts and taxes
 * @param discount what coupons take off
 * @param tax what taxes add
 */
public record LineSum(Money amount, Money discount, Money tax) {
    public Money net() {
        return amount.minus(discount);
    }

    public Money total() {
        return net().plus(tax);
    }

    LineSum plus(LineSum other) {
        return new LineSum(
                amount.plus(other.amount), discount.plus(other.discount), tax.plus(other.tax));
    }

    LineSum negated() {
        return new LineSum(amount.negated(), discount.negated(), tax.negated());
    }

    /** A part of its total, with the tax that is in it. Rounding: half away from zero. */
    public LineSum partOf(Money part) {
        Money none = Money.zero(part.currency());
        Money taxes =
                total().isZero()
                        ? none
                        : Ratio.of(tax.minor(), total().minor()).of(part, Rounding.HALF_UP);
        return new LineSum(part.minus(taxes), none, taxes);
    }

    /** Of the lines that a draft was computed from. */
    static Map<InvoiceLineId, LineSum> of(List<InvoiceLineInput> inputs, InvoiceDraft draft) {
        Map<InvoiceLineId, LineSum> sums = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            DraftLine line = draft.lines().get(i);
            sums.put(inputs.get(i).id(), new LineSum(line.amount(), line.discount(), line.tax()));
        }
        return sums;
    }

    /** What the lines of an invoice were billed; empty of one that is not final. */
    public static Map<InvoiceLineId, LineSum> settled(InvoiceView invoice) {
        Map<InvoiceLineId, Money> amounts = new HashMap<>();
        invoice.lines().forEach(line -> amounts.put(line.input().id(), line.amount()));
        Map<InvoiceLineId, LineSum> sums = new LinkedHashMap<>();
        for (LineSettlement settled : invoice.settlements()) {
            Money amount = amounts.get(settled.lineId());
            if (amount != null) {
                sums.put(settled.lineId(), new LineSum(amount, settled.discount(), settled.tax()));
            }
        }
        return sums;
    }

    /** The same; of one that is not final, what they come to. */
    static Map<InvoiceLineId, LineSum> billed(InvoiceView invoice, Conventions conventions) {
        Map<InvoiceLineId, LineSum> sums = settled(invoice);
        if (sums.size() < invoice.lines().size()) {
            AdjustmentsApplied applied = invoice.adjustments();
            List<InvoiceLineInput> inputs =
                    invoice.lines().stream().map(InvoiceLine::input).toList();
            of(
                            inputs,
                            InvoiceComputation.compute(
                                    InvoiceDocuments.inputs(
                                            invoice.opening().currency(),
                                            conventions,
                                            inputs,
                                            applied == null ? null : applied.inputs())))
                    .forEach(sums::putIfAbsent);
        }
        return sums;
    }

    /** What a correction has billed, by the lines that it corrects. */
    static Map<InvoiceLineId, LineSum> given(GivenInvoice given, CurrencyCode currency) {
        Map<InvoiceLineId, LineSum> byId = of(given.lines(), draft(given, currency));
        Map<InvoiceLineId, LineSum> sums = new LinkedHashMap<>();
        for (InvoiceLineInput line : given.lines()) {
            InvoiceLineInput.Plain plain = line.plain();
            LineSum sum = byId.get(line.id());
            if (plain != null && sum != null && Correction.LINE.equals(plain.entityType())) {
                sums.merge(new InvoiceLineId(String.valueOf(plain.entityId())), sum, LineSum::plus);
            }
        }
        return sums;
    }

    /** What a written invoice comes to. */
    static InvoiceDraft draft(GivenInvoice given, CurrencyCode currency) {
        return InvoiceComputation.compute(
                InvoiceDocuments.inputs(
                        currency, given.conventions(), given.lines(), given.adjusted()));
    }
}

package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import java.util.ArrayList;
import java.util.List;

/** Lines that take something off an invoice, such as what was paid ahead for a plan now left. */
final class Deductions {
    private Deductions() {}

    /**
     * What each line bears of the lines below zero: those of the same kind first, in proportion to
     * what is left of them, then the others.
     *
     * <p>Shapes: one for each line, in order; of a line below zero its own amount, so that nothing
     * of it is left. Guarantee: they sum to zero. Errors: InvoiceInvariant if more is taken off
     * than there is.
     */
    static List<Money> borne(List<OpeningLine> lines, Money zero) {
        List<Money> borne = new ArrayList<>();
        lines.forEach(line -> borne.add(line.amount().isNegative() ? line.amount() : zero));
        for (OpeningLine line : lines) {
            if (line.amount().isNegative()) {
                Money off = spread(zero.minus(line.amount()), line.input().kind(), lines, borne);
                for (LineKind kind : LineKind.values()) {
                    off = spread(off, kind, lines, borne);
                }
                if (off.isPositive()) {
                    throw new InvoiceInvariant(InvoiceInvariant.TAKEN_OFF, zero.minus(off), zero);
                }
            }
        }
        return borne;
    }

    /** Lets the lines of one kind bear what they can; answers with the rest. */
    private static Money spread(
            Money off, LineKind kind, List<OpeningLine> lines, List<Money> borne) {
        Money zero = off.minus(off);
        List<Money> open = new ArrayList<>(lines.size());
        Money sum = zero;
        for (int i = 0; i < lines.size(); i++) {
            Money left = lines.get(i).amount().minus(borne.get(i));
            open.add(lines.get(i).input().kind() == kind ? left : zero);
            sum = sum.plus(open.get(i));
        }
        Money taken = off.min(sum);
        if (taken.isPositive()) {
            List<Money> parts = Allocation.splitByAmounts(taken, open);
            for (int i = 0; i < parts.size(); i++) {
                borne.set(i, borne.get(i).plus(parts.get(i)));
            }
        }
        return off.minus(taken);
    }
}

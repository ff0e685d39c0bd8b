package io.tallybook.core.invoice;

import io.tallybook.domain.invoice.CreditInput;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether what an invoice says follows from what was stored with it: every line from its price, its
 * quantity and its frozen usage, what coupons, credits and taxes came to from those that were
 * frozen with it, and every sum from its parts.
 *
 * @param lines how many were computed again
 * @param differences none, if all is equal
 */
public record Recomputation(InvoiceId invoice, int lines, List<Difference> differences) {
    public Recomputation {
        differences = List.copyOf(differences);
    }

    /**
     * What is stored and what comes out.
     *
     * @param line absent for a sum of the invoice
     */
    public record Difference(
            @Nullable InvoiceLineId line, String field, String stored, String recomputed) {}

    public boolean isEqual() {
        return differences.isEmpty();
    }

    /** Of a whole invoice. Errors: InvalidPrice naming the field of a price that is none. */
    public static Recomputation of(InvoiceView invoice, Conventions conventions) {
        List<Difference> found = new ArrayList<>();
        List<InvoiceLineInput> inputs = inputs(invoice.lines());
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                        invoice.opening().currency(),
                                        conventions,
                                        inputs,
                                        adjustments(invoice))
                                .withCredits(
                                        invoice.credits().stream()
                                                .map(Recomputation::credit)
                                                .toList()));
        List<InvoiceLine> again = InvoiceDocuments.lines(inputs, draft);
        for (int i = 0; i < again.size(); i++) {
            compare(invoice.lines().get(i), again.get(i), found);
        }
        settlements(invoice, draft, found);
        adjusted(invoice, draft, found);
        sums(invoice, again, found);
        return new Recomputation(invoice.id(), again.size(), found);
    }

    /** Of one line alone. */
    public static Recomputation of(InvoiceView invoice, InvoiceLine line, Conventions conventions) {
        List<Difference> found = new ArrayList<>();
        List<InvoiceLineInput> inputs = inputs(List.of(line));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(invoice.opening().currency(), conventions, inputs));
        compare(line, InvoiceDocuments.lines(inputs, draft).getFirst(), found);
        return new Recomputation(invoice.id(), 1, found);
    }

    private static List<InvoiceLineInput> inputs(List<InvoiceLine> lines) {
        return lines.stream().map(InvoiceLine::input).toList();
    }

    private static @Nullable Adjustments adjustments(InvoiceView invoice) {
        AdjustmentsApplied applied = invoice.adjustments();
        return applied == null ? null : applied.inputs();
    }

    private static CreditInput credit(CreditBurnt credit) {
        return new CreditInput(credit.walletId().value(), credit.amount());
    }

    /** What became of each line; nothing before it is settled. */
    private static void settlements(
            InvoiceView invoice, InvoiceDraft draft, List<Difference> found) {
        for (int i = 0; i < invoice.settlements().size(); i++) {
            LineSettlement stored = invoice.settlements().get(i);
            DraftLine again = draft.lines().get(i);
            InvoiceLineId id = stored.lineId();
            note(id, "discount", stored.discount(), again.discount(), found);
            note(id, "prepaid_credits_applied", stored.credits(), again.creditsApplied(), found);
            note(id, "tax", stored.tax(), again.tax(), found);
        }
    }

    /** What each coupon took and each tax came to. */
    private static void adjusted(InvoiceView invoice, InvoiceDraft draft, List<Difference> found) {
        AdjustmentsApplied stored = invoice.adjustments();
        if (stored == null) {
            return;
        }
        AdjustmentsApplied again = AdjustedInputs.applied(stored.inputs(), draft);
        for (int i = 0; i < stored.coupons().size(); i++) {
            note(
                    null,
                    "coupon " + stored.coupons().get(i).coupon().associationId(),
                    stored.coupons().get(i).taken(),
                    again.coupons().get(i).taken(),
                    found);
        }
        for (int i = 0; i < stored.taxes().size(); i++) {
            note(
                    null,
                    "tax " + stored.taxes().get(i).tax().taxRateId(),
                    stored.taxes().get(i).amount(),
                    again.taxes().get(i).amount(),
                    found);
        }
    }

    private static void compare(InvoiceLine stored, InvoiceLine again, List<Difference> found) {
        InvoiceLineId id = stored.input().id();
        note(id, "amount", stored.amount(), again.amount(), found);
        if (stored.precise().compareTo(again.precise()) != 0) {
            found.add(
                    new Difference(
                            id,
                            "precise_amount",
                            stored.precise().toPlainString(),
                            again.precise().toPlainString()));
        }
        if (!stored.steps().equals(again.steps())) {
            found.add(
                    new Difference(
                            id, "steps", stored.steps().toString(), again.steps().toString()));
        }
    }

    private static void sums(InvoiceView invoice, List<InvoiceLine> lines, List<Difference> found) {
        InvoiceTotals totals = invoice.totals();
        Money zero = Money.zero(invoice.opening().currency());
        note(null, "subtotal", totals.subtotal(), sum(lines, InvoiceLine::amount, zero), found);
        List<LineSettlement> settled = invoice.settlements();
        if (!settled.isEmpty()) {
            note(
                    null,
                    "total_discount",
                    totals.discount(),
                    sum(settled, LineSettlement::discount, zero),
                    found);
            note(
                    null,
                    "total_prepaid_credits_applied",
                    totals.credits(),
                    sum(settled, LineSettlement::credits, zero),
                    found);
            note(
                    null,
                    "total_prepaid_credits_applied",
                    totals.credits(),
                    sum(invoice.credits(), CreditBurnt::amount, zero),
                    found);
            note(null, "total_tax", totals.tax(), sum(settled, LineSettlement::tax, zero), found);
        }
        Money total =
                totals.subtotal()
                        .minus(totals.discount())
                        .minus(totals.credits())
                        .plus(totals.tax());
        note(null, "total", totals.total(), total, found);
    }

    private static void note(
            @Nullable InvoiceLineId line,
            String field,
            Money stored,
            Money again,
            List<Difference> found) {
        if (!stored.equals(again)) {
            found.add(new Difference(line, field, stored.toString(), again.toString()));
        }
    }

    private static <T> Money sum(List<T> parts, Function<T, Money> amount, Money zero) {
        return parts.stream().map(amount).reduce(zero, Money::plus);
    }
}

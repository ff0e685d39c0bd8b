package io.tallybook.domain.invoice;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.CouponSpread;
import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxRounding;
import io.tallybook.domain.tax.Taxes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An invoice while it is being computed: what of each line is still open after each step. */
final class Bill {
    private final InvoiceInputs inputs;
    private final List<OpeningLine> lines;
    private final Money zero;

    /** After progressive credits and coupons, before tax. */
    private final Money[] net;

    /** The same without rounding of coupon shares: what LAGO's taxes are taken of. */
    private final Ratio[] exactNet;

    private final Money[] progressive;
    private final List<List<DraftLine.Part>> lineDiscounts = new ArrayList<>();
    private final Map<String, Money> couponTotals = new LinkedHashMap<>();
    private final Money[] credits;
    private final Money[] creditNoted;
    private final List<DraftLine.Part> creditNotes = new ArrayList<>();
    private final Map<String, Integer> indexOf = new HashMap<>();
    private Money unusedProgressive;
    private Money creditable;
    private Taxes taxes;

    private Bill(InvoiceInputs inputs, List<OpeningLine> lines) {
        this.inputs = inputs;
        this.lines = lines;
        this.zero = Money.zero(inputs.currency());
        this.net = new Money[lines.size()];
        this.exactNet = new Ratio[lines.size()];
        this.progressive = zeros();
        this.credits = zeros();
        this.creditNoted = zeros();
        this.unusedProgressive = zero;
        this.creditable = zero;
        this.taxes = new Taxes(List.of(), List.of(), inputs.currency());
        for (int i = 0; i < lines.size(); i++) {
            net[i] = lines.get(i).amount();
            exactNet[i] = isExactNeeded() ? whole(net[i]) : Ratio.ZERO;
            lineDiscounts.add(new ArrayList<>());
            if (indexOf.put(lines.get(i).input().id(), i) != null) {
                throw new IllegalArgumentException(
                        "lines.id: got \""
                                + lines.get(i).input().id()
                                + "\" twice, expected distinct ids");
            }
        }
    }

    static Bill of(InvoiceInputs inputs) {
        List<OpeningLine> lines = new ArrayList<>(inputs.lines().size());
        for (LineInput line : inputs.lines()) {
            lines.add(OpeningLine.of(line, inputs.currency(), inputs.conventions()));
        }
        return new Bill(inputs, lines);
    }

    /** Lines below zero take off the others: what is discounted, taxed and paid is the rest. */
    void deduct() {
        List<Money> borne = Deductions.borne(lines, zero);
        for (int i = 0; i < net.length; i++) {
            take(i, borne.get(i));
        }
    }

    /**
     * Takes off what earlier invoices of the period billed; what a line cannot bear is given back
     * elsewhere.
     */
    void creditProgress() {
        for (ProgressiveCredit credit : inputs.progressive()) {
            int i = index("progressive_credits.line_id", credit.lineId());
            Money taken = credit.amount().min(net[i]);
            progressive[i] = progressive[i].plus(taken);
            unusedProgressive = unusedProgressive.plus(credit.amount().minus(taken));
            take(i, taken);
        }
    }

    /**
     * Coupons on single lines: FLEXPRICE of the full amount each, else of what the one before left.
     */
    void discountLines() {
        for (int i = 0; i < lines.size(); i++) {
            Money full = net[i];
            for (Coupon coupon : lines.get(i).input().coupons()) {
                Money base = inputs.conventions() == Conventions.FLEXPRICE ? full : net[i];
                Money off = coupon.discount().off(base).min(net[i]);
                note(i, coupon, off);
                take(i, off);
            }
        }
    }

    /** Coupons on the invoice, one after another, each of what the ones before left. */
    void discountInvoice() {
        for (Coupon coupon : inputs.coupons()) {
            int[] eligible = eligible(coupon);
            List<Money> open = new ArrayList<>(eligible.length);
            Money sum = zero;
            for (int i : eligible) {
                open.add(net[i]);
                sum = sum.plus(net[i]);
            }
            Money off = coupon.discount().off(sum);
            couponTotals.merge(coupon.id(), zero, Money::plus);
            if (off.isZero()) {
                continue;
            }
            if (isExactNeeded()) {
                discountExactly(eligible, off);
            }
            List<Money> parts = CouponSpread.spread(off, open, inputs.conventions());
            for (int n = 0; n < eligible.length; n++) {
                note(eligible[n], coupon, parts.get(n));
                net[eligible[n]] = net[eligible[n]].minus(parts.get(n));
            }
        }
    }

    private void discountExactly(int[] eligible, Money off) {
        Ratio sum = Ratio.ZERO;
        for (int i : eligible) {
            sum = sum.plus(exactNet[i]);
        }
        Ratio kept = Ratio.ONE.minus(whole(off).dividedBy(sum));
        for (int i : eligible) {
            exactNet[i] = exactNet[i].times(kept);
        }
    }

    private int[] eligible(Coupon coupon) {
        int[] eligible =
                coupon.lineIds().isEmpty()
                        ? new int[lines.size()]
                        : new int[coupon.lineIds().size()];
        for (int n = 0; n < eligible.length; n++) {
            eligible[n] =
                    coupon.lineIds().isEmpty()
                            ? n
                            : index("coupons.line_ids", coupon.lineIds().get(n));
        }
        return eligible;
    }

    void tax(TaxRounding rounding) {
        List<Taxes.Taxable> taxables = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            taxables.add(
                    new Taxes.Taxable(
                            isExactNeeded() ? exactNet[i] : whole(net[i]),
                            lines.get(i).input().taxes().orElse(inputs.taxes())));
        }
        taxes = Taxes.of(taxables, inputs.currency(), rounding);
    }

    /** Prepaid credits on the lines of one kind, line by line, of the amount after discounts. */
    void applyCredits(LineKind kind) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).input().kind() == kind) {
                creditable = creditable.plus(net[i]);
            }
        }
        for (CreditInput credit : inputs.credits()) {
            Money left = credit.amount();
            for (int i = 0; i < lines.size() && left.isPositive(); i++) {
                if (lines.get(i).input().kind() == kind && credit.mayPay(kind)) {
                    Money paid = left.min(net[i].minus(credits[i]));
                    credits[i] = credits[i].plus(paid);
                    left = left.minus(paid);
                }
            }
            requireWithin(left);
        }
    }

    /**
     * Prepaid credits on everything that is still owed, each in proportion over the lines that it
     * may pay.
     */
    void applyCredits() {
        creditable = sum(open());
        for (CreditInput credit : inputs.credits()) {
            Money[] open = open();
            for (int i = 0; i < open.length; i++) {
                open[i] = credit.mayPay(lines.get(i).input().kind()) ? open[i] : zero;
            }
            requireWithin(credit.amount().minus(credit.amount().min(sum(open))));
            spreadOver(credit.amount(), open, credits);
        }
    }

    private void requireWithin(Money beyond) {
        if (beyond.isPositive()) {
            throw new InvoiceInvariant(
                    "credits may not exceed what they may pay", creditsGiven(), creditable);
        }
    }

    void applyCreditNotes() {
        for (CreditNoteInput note : inputs.creditNotes()) {
            Money[] open = open();
            Money paid = note.balance().min(sum(open));
            creditNotes.add(new DraftLine.Part(note.creditNoteId(), paid));
            spreadOver(paid, open, creditNoted);
        }
    }

    private void spreadOver(Money total, Money[] open, Money[] onto) {
        if (total.isZero()) {
            return;
        }
        List<Money> parts = Allocation.splitByAmounts(total, Arrays.asList(open));
        for (int i = 0; i < onto.length; i++) {
            onto[i] = onto[i].plus(parts.get(i));
        }
    }

    private Money[] open() {
        Money[] open = new Money[lines.size()];
        for (int i = 0; i < open.length; i++) {
            open[i] = net[i].plus(addedTax(i)).minus(creditNoted[i]).minus(credits[i]);
        }
        return open;
    }

    private Money addedTax(int i) {
        Money added = zero;
        for (int t = 0; t < taxes.taxes().size(); t++) {
            if (!taxes.taxes().get(t).isInclusive()) {
                added = added.plus(taxes.parts().get(t).get(i));
            }
        }
        return added;
    }

    /** Taxes of unrounded shares are Lago's way alone; elsewhere whole minor units are taxed. */
    private boolean isExactNeeded() {
        return inputs.conventions() == Conventions.LAGO;
    }

    private void take(int i, Money part) {
        net[i] = net[i].minus(part);
        if (isExactNeeded()) {
            exactNet[i] = exactNet[i].minus(whole(part));
        }
    }

    private void note(int i, Coupon coupon, Money off) {
        lineDiscounts.get(i).add(new DraftLine.Part(coupon.id(), off));
        couponTotals.merge(coupon.id(), off, Money::plus);
    }

    private int index(String field, String lineId) {
        Integer index = indexOf.get(lineId);
        if (index == null) {
            throw new IllegalArgumentException(
                    field + ": got \"" + lineId + "\", expected the id of a line of this invoice");
        }
        return index;
    }

    private static Ratio whole(Money amount) {
        return Ratio.of(amount.minor(), 1);
    }

    private Money creditsGiven() {
        Money given = zero;
        for (CreditInput credit : inputs.credits()) {
            given = given.plus(credit.amount());
        }
        return given;
    }

    private Money sum(Money[] amounts) {
        Money sum = zero;
        for (Money amount : amounts) {
            sum = sum.plus(amount);
        }
        return sum;
    }

    private Money[] zeros() {
        Money[] zeros = new Money[lines.size()];
        Arrays.fill(zeros, zero);
        return zeros;
    }

    InvoiceDraft draft() {
        List<DraftLine> drafted = new ArrayList<>(lines.size());
        Money subtotal = zero;
        Money discounted = zero;
        Money total = zero;
        for (int i = 0; i < lines.size(); i++) {
            DraftLine line = draftLine(i);
            drafted.add(line);
            subtotal = subtotal.plus(line.amount());
            discounted = discounted.plus(line.discount());
            total = total.plus(line.total());
        }
        List<DraftLine.Part> discounts = new ArrayList<>();
        couponTotals.forEach((id, amount) -> discounts.add(new DraftLine.Part(id, amount)));
        InvoiceDraft draft =
                new InvoiceDraft(
                        inputs.currency(),
                        inputs.conventions(),
                        drafted,
                        subtotal,
                        sum(progressive),
                        unusedProgressive,
                        discounts,
                        discounted,
                        taxes.taxes(),
                        taxes.added(),
                        taxes.contained(),
                        creditNotes,
                        sum(creditNoted),
                        creditable,
                        sum(credits),
                        total);
        requireSums(draft);
        return draft;
    }

    private DraftLine draftLine(int i) {
        OpeningLine line = lines.get(i);
        List<DraftLine.Part> parts = new ArrayList<>();
        List<TaxLine> all = taxes.taxes();
        for (int t = 0; t < all.size(); t++) {
            Money part = taxes.parts().get(t).get(i);
            if (!part.isZero()) {
                parts.add(new DraftLine.Part(all.get(t).rate().id(), part));
            }
        }
        return new DraftLine(
                line.input().id(),
                line.input().kind(),
                line.input().servicePeriod(),
                line.rated().metered(),
                line.rated().share(),
                line.rated().precise(),
                line.amount(),
                line.rated().steps(),
                progressive[i],
                lineDiscounts.get(i),
                parts,
                addedTax(i),
                creditNoted[i],
                credits[i]);
    }

    private static void requireSums(InvoiceDraft draft) {
        Money sum =
                draft.subtotal()
                        .minus(draft.progressiveCredited())
                        .minus(draft.totalDiscount())
                        .plus(draft.tax())
                        .minus(draft.creditNotesApplied())
                        .minus(draft.creditsApplied());
        if (!sum.equals(draft.total())) {
            throw new InvoiceInvariant("lines sum to total", sum, draft.total());
        }
        if (draft.total().isNegative()) {
            throw new InvoiceInvariant(
                    InvoiceInvariant.TOTAL, draft.total(), Money.zero(draft.currency()));
        }
    }
}

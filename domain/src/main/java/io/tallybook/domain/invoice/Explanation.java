package io.tallybook.domain.invoice;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.RatingStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a line came to what it did, in rows that can be read one by one and added up again by anyone.
 *
 * <p>Guarantee: {@link #recomputed} uses nothing but this record and gives the line's total.
 *
 * @param steps quantity times unit amount plus flat amount each, in units of the currency
 * @param share the part of the period that their sum is charged for
 * @param rows what was then taken off or added, in order
 */
public record Explanation(
        CurrencyCode currency, List<RatingStep> steps, Ratio share, List<Row> rows) {

    /** What a row does to the amount. */
    public enum Effect {
        LESS,
        MORE,
        /** Shown, but already contained in the amount: an inclusive tax. */
        CONTAINED
    }

    /**
     * One row.
     *
     * @param what {@code progressive}, {@code coupon}, {@code tax}, {@code credit_note} or {@code
     *     credits}
     * @param id of the coupon or tax; empty for the others
     */
    public record Row(String what, String id, Effect effect, Money amount) {}

    public Explanation {
        steps = List.copyOf(steps);
        rows = List.copyOf(rows);
    }

    /** The explanation of a line of a draft. */
    public static Explanation of(DraftLine line, InvoiceDraft draft) {
        List<Row> rows = new ArrayList<>();
        add(rows, "progressive", "", Effect.LESS, line.progressive());
        line.discounts()
                .forEach(part -> add(rows, "coupon", part.id(), Effect.LESS, part.amount()));
        for (DraftLine.Part part : line.taxes()) {
            boolean contained =
                    draft.taxes().stream()
                            .anyMatch(
                                    tax -> tax.rate().id().equals(part.id()) && tax.isInclusive());
            add(rows, "tax", part.id(), contained ? Effect.CONTAINED : Effect.MORE, part.amount());
        }
        add(rows, "credit_note", "", Effect.LESS, line.creditNoted());
        add(rows, "credits", "", Effect.LESS, line.creditsApplied());
        return new Explanation(draft.currency(), line.steps(), line.share(), rows);
    }

    private static void add(List<Row> rows, String what, String id, Effect effect, Money amount) {
        if (!amount.isZero()) {
            rows.add(new Row(what, id, effect, amount));
        }
    }

    /**
     * The line's amount before anything is taken off or added: its steps, its share, one rounding.
     */
    public Money amount() {
        BigDecimal sum = BigDecimal.ZERO;
        for (RatingStep step : steps) {
            sum = sum.add(step.quantity().multiply(step.unitAmount())).add(step.flatAmount());
        }
        return share.of(sum, currency, Rounding.HALF_UP);
    }

    /** The line's total. */
    public Money recomputed() {
        Money total = amount();
        for (Row row : rows) {
            total =
                    switch (row.effect()) {
                        case LESS -> total.minus(row.amount());
                        case MORE -> total.plus(row.amount());
                        case CONTAINED -> total;
                    };
        }
        return total;
    }
}

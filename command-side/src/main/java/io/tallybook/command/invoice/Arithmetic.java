package io.tallybook.command.invoice;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.invoice.AdjustedInputs;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.AdjustmentsApplied;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceDocuments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.CreditInput;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The computation of an invoice, with every check that stands between it and a bill. */
final class Arithmetic {
    /** Goes up whenever the same inputs would give another amount. */
    static final String ENGINE_VERSION = "1";

    private Arithmetic() {}

    /** An invoice of these lines, with what prepaid credits have paid of it. */
    static InvoiceDraft compute(
            InvoiceId id,
            CurrencyCode currency,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments,
            List<CreditBurnt> credits) {
        lines.forEach(line -> requireSound(id, currency, line));
        return InvoiceComputation.compute(
                InvoiceDocuments.inputs(currency, conventions, lines, adjustments)
                        .withCredits(credits.stream().map(Arithmetic::credit).toList()));
    }

    /** What coupons and taxes came to; absent where there are none. */
    static @Nullable AdjustmentsApplied applied(
            @Nullable Adjustments adjustments, InvoiceDraft draft) {
        return adjustments == null || adjustments.isEmpty()
                ? null
                : AdjustedInputs.applied(adjustments, draft);
    }

    static boolean isSame(@Nullable AdjustmentsApplied one, @Nullable AdjustmentsApplied other) {
        return one == null ? other == null : one.equals(other);
    }

    /** What became of each line, in the order of the lines. */
    static List<LineSettlement> settlements(List<InvoiceLine> lines, InvoiceDraft draft) {
        List<LineSettlement> settlements = new ArrayList<>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            DraftLine line = draft.lines().get(i);
            settlements.add(
                    new LineSettlement(
                            lines.get(i).input().id(),
                            line.discount(),
                            line.creditsApplied(),
                            line.tax()));
        }
        return List.copyOf(settlements);
    }

    /**
     * The totals, checked against everything they must add up with.
     *
     * <p>Errors: {@link InvariantViolated} naming the sum that does not.
     */
    static InvoiceTotals totals(
            InvoiceId id,
            List<InvoiceLine> lines,
            List<LineSettlement> settlements,
            InvoiceDraft draft) {
        InvoiceTotals totals = InvoiceDocuments.totals(draft);
        Money zero = Money.zero(draft.currency());
        require(
                id,
                "lines_sum_to_subtotal",
                sum(lines, InvoiceLine::amount, zero),
                totals.subtotal());
        require(
                id,
                "line_discounts_sum_to_discount",
                sum(settlements, LineSettlement::discount, zero),
                totals.discount());
        require(
                id,
                "line_credits_sum_to_credits",
                sum(settlements, LineSettlement::credits, zero),
                totals.credits());
        require(
                id,
                "line_taxes_sum_to_tax",
                sum(settlements, LineSettlement::tax, zero),
                totals.tax());
        require(
                id,
                "parts_sum_to_total",
                totals.subtotal()
                        .minus(totals.discount())
                        .minus(totals.credits())
                        .plus(totals.tax()),
                totals.total());
        if (totals.total().isNegative()) {
            throw new InvariantViolated("total_is_not_negative", id, totals.total(), zero);
        }
        return totals;
    }

    static void require(InvoiceId id, String invariant, Money is, Money mustBe) {
        if (!is.equals(mustBe)) {
            throw new InvariantViolated(invariant, id, is, mustBe);
        }
    }

    static <T> Money sum(List<T> items, Function<T, Money> amount, Money zero) {
        return items.stream().map(amount).reduce(zero, Money::plus);
    }

    private static CreditInput credit(CreditBurnt credit) {
        return new CreditInput(credit.walletId().value(), credit.amount());
    }

    // Nobody types these in: a line that does not fit was made wrongly by us.
    private static void requireSound(InvoiceId id, CurrencyCode currency, InvoiceLineInput line) {
        UsageReading reading = line.reading();
        if (!line.price().currency().equals(currency)) {
            throw new InvariantViolated(
                    "one_currency_on_an_invoice", id, line.price().currency(), currency);
        }
        if ((line.price().type() == PriceDocument.Type.USAGE) != (reading != null)) {
            throw new InvariantViolated(
                    "usage_lines_and_no_others_have_a_reading", id, line.id(), line.price().type());
        }
        if (reading != null && reading.quantity().compareTo(line.quantity()) != 0) {
            throw new InvariantViolated(
                    "the_quantity_is_the_reading", id, line.quantity(), reading.quantity());
        }
    }
}

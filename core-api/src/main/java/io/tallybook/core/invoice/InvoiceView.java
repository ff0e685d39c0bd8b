package io.tallybook.core.invoice;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice.
 *
 * @param lines empty until it is computed
 * @param settlements empty until it is finalized; then one for each line, in the same order
 * @param totals all zero until it is computed
 * @param payments what became of its money; absent while nothing did
 * @param adjustments its coupons and taxes and what they came to; absent for none
 */
@RecordBuilder
public record InvoiceView(
        InvoiceId id,
        Scope scope,
        InvoiceOpening opening,
        Status status,
        @Nullable String number,
        List<InvoiceLine> lines,
        List<LineSettlement> settlements,
        List<CreditBurnt> credits,
        InvoiceTotals totals,
        @Nullable Instant computedAt,
        @Nullable Instant finalizedAt,
        @Nullable Instant dueDate,
        @Nullable Instant voidedAt,
        @Nullable String inputsDigest,
        @Nullable String engineVersion,
        Stamp stamp,
        @Nullable InvoiceNotes notes,
        @Nullable InvoicePayments payments,
        @Nullable AdjustmentsApplied adjustments)
        implements View {
    public InvoiceView {
        lines = List.copyOf(lines);
        settlements = List.copyOf(settlements);
        credits = List.copyOf(credits);
    }

    /** What of it is charged so, of these lines; its sums stay those of the whole. */
    InvoiceView part(InvoiceOpening part, List<InvoiceLine> some) {
        return InvoiceViewBuilder.builder(this).opening(part).lines(some).build();
    }

    /** The same, with other notes. */
    public InvoiceView noting(InvoiceNotes other) {
        return InvoiceViewBuilder.builder(this).notes(other).build();
    }

    /** What it says beside its amounts; of one that was kept before there were any, nothing. */
    public InvoiceNotes said() {
        return notes == null ? InvoiceNotes.NONE : notes;
    }

    /** What became of its money. */
    public InvoicePayments money() {
        return payments == null ? InvoicePayments.none(opening.currency()) : payments;
    }

    /** What it asks for: nothing before it is final, and nothing once it is void. */
    public Money billed() {
        return status == Status.FINALIZED ? totals.total() : Money.zero(opening.currency());
    }

    /** The same with what became of its money. */
    public InvoiceView paid(InvoicePayments now, Stamp stampNow) {
        return InvoiceViewBuilder.builder(this).payments(now).stamp(stampNow).build();
    }

    /** The same as it is shown without the lines that cost nothing; its sums stay. */
    public InvoiceView withoutZeroLines() {
        return InvoiceViewBuilder.builder(this)
                .lines(lines.stream().filter(line -> !line.amount().isZero()).toList())
                .build();
    }

    /** The same with what coupons and taxes came to, which its totals then say too. */
    public InvoiceView with(@Nullable AdjustmentsApplied applied) {
        return InvoiceViewBuilder.builder(this)
                .totals(applied == null || !isOpen() ? totals : applied.after(totals))
                .adjustments(applied)
                .build();
    }

    private boolean isOpen() {
        return status == Status.DRAFT || status == Status.COMPUTED;
    }

    /** Where an invoice stands. */
    public enum Status {
        DRAFT,
        /** Its usage is frozen; wallets are being asked. */
        COMPUTED,
        FINALIZED,
        SKIPPED,
        VOIDED
    }
}

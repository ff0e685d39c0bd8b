package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoice.
 *
 * @param lines empty until it is computed
 * @param settlements empty until it is finalized; then one for each line, in the same order
 * @param totals all zero until it is computed
 * @param adjustments its coupons and taxes and what they came to; absent for none
 */
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
        @Nullable AdjustmentsApplied adjustments)
        implements View {

    /** One of which nothing is said beside its amounts. */
    public InvoiceView(
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
            Stamp stamp) {
        this(
                id,
                scope,
                opening,
                status,
                number,
                lines,
                settlements,
                credits,
                totals,
                computedAt,
                finalizedAt,
                dueDate,
                voidedAt,
                inputsDigest,
                engineVersion,
                stamp,
                null);
    }

    /** What it says beside its amounts; of one that was kept before there were any, nothing. */
    public InvoiceNotes said() {
        return notes == null ? InvoiceNotes.NONE : notes;
    }

    public InvoiceView {
        lines = List.copyOf(lines);
        settlements = List.copyOf(settlements);
        credits = List.copyOf(credits);
    }

    /** Without coupons and taxes. */
    public InvoiceView(
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
            @Nullable InvoiceNotes notes) {
        this(
                id,
                scope,
                opening,
                status,
                number,
                lines,
                settlements,
                credits,
                totals,
                computedAt,
                finalizedAt,
                dueDate,
                voidedAt,
                inputsDigest,
                engineVersion,
                stamp,
                notes,
                null);
    }

    /** The same with what coupons and taxes came to, which its totals then say too. */
    public InvoiceView with(@Nullable AdjustmentsApplied applied) {
        return new InvoiceView(
                id,
                scope,
                opening,
                status,
                number,
                lines,
                settlements,
                credits,
                applied == null || status != Status.COMPUTED ? totals : applied.after(totals),
                computedAt,
                finalizedAt,
                dueDate,
                voidedAt,
                inputsDigest,
                engineVersion,
                stamp,
                notes,
                applied);
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

package io.tallybook.core.invoice;

import io.tallybook.domain.rating.Conventions;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says beside its amounts, and how it came about.
 *
 * @param replacedBy the invoice that stands in its place since it was declared void
 * @param isEdited whether somebody changed its details after it was opened
 * @param conventions by which it was computed for good; absent until then
 * @param parking why it waits for an operator; absent if it does not
 */
public record InvoiceNotes(
        InvoiceDetails details,
        @Nullable InvoiceId replacedBy,
        boolean isEdited,
        @Nullable Conventions conventions,
        @Nullable Parking parking) {
    public static final InvoiceNotes NONE =
            new InvoiceNotes(InvoiceDetails.NONE, null, false, null, null);

    /** One that waits for nobody. */
    public InvoiceNotes(
            InvoiceDetails details,
            @Nullable InvoiceId replacedBy,
            boolean isEdited,
            @Nullable Conventions conventions) {
        this(details, replacedBy, isEdited, conventions, null);
    }

    /** What an invoice says from the beginning. */
    public static InvoiceNotes of(InvoiceOpening opening) {
        GivenInvoice given = opening.given();
        return given == null ? NONE : new InvoiceNotes(given.details(), null, false, null);
    }

    public InvoiceNotes edited(InvoiceDetails other) {
        return new InvoiceNotes(other, replacedBy, true, conventions, parking);
    }

    public InvoiceNotes replaced(InvoiceId by) {
        return new InvoiceNotes(details, by, isEdited, conventions, parking);
    }

    public InvoiceNotes computed(Conventions by) {
        return new InvoiceNotes(details, replacedBy, isEdited, by, parking);
    }

    public InvoiceNotes parked(@Nullable Parking now) {
        return new InvoiceNotes(details, replacedBy, isEdited, conventions, now);
    }
}

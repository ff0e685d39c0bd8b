package io.tallybook.core.invoice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice says beside its amounts, and to which other documents it is tied.
 *
 * @param replacedBy the invoice that stands in its place since it was declared void
 * @param correctedBy the invoices that add what it should have billed more
 * @param isEdited whether somebody changed its details after it was opened
 */
public record InvoiceNotes(
        InvoiceDetails details,
        @Nullable InvoiceId replacedBy,
        List<InvoiceId> correctedBy,
        boolean isEdited) {
    public static final InvoiceNotes NONE =
            new InvoiceNotes(InvoiceDetails.NONE, null, List.of(), false);

    public InvoiceNotes {
        correctedBy = List.copyOf(correctedBy);
    }

    /** What an invoice says from the beginning. */
    public static InvoiceNotes of(InvoiceOpening opening) {
        GivenInvoice given = opening.given();
        return given == null ? NONE : NONE.saying(given.details());
    }

    private InvoiceNotes saying(InvoiceDetails other) {
        return new InvoiceNotes(other, replacedBy, correctedBy, isEdited);
    }

    public InvoiceNotes edited(InvoiceDetails other) {
        return new InvoiceNotes(other, replacedBy, correctedBy, true);
    }

    public InvoiceNotes replaced(InvoiceId by) {
        return new InvoiceNotes(details, by, correctedBy, isEdited);
    }

    public InvoiceNotes corrected(InvoiceId by) {
        List<InvoiceId> all = new ArrayList<>(correctedBy);
        all.add(by);
        return new InvoiceNotes(details, replacedBy, all, isEdited);
    }
}

package io.tallybook.core.invoice;

import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import java.time.Instant;
import java.util.List;

/** What a draft would be if it were computed now: the arithmetic of the final one. */
public final class PreviewOfDraft {
    private PreviewOfDraft() {}

    /**
     * The draft with its lines, discounts and taxes; no wallet has been asked.
     *
     * <p>Errors: InvalidPrice naming the field of a price that is none.
     *
     * @param inputs what it would be computed from
     */
    public static InvoiceView of(InvoiceView draft, InvoiceQuery.Inputs inputs, Instant at) {
        Adjustments adjustments = inputs.adjustments();
        InvoiceDraft computed =
                InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                draft.opening().currency(),
                                inputs.conventions(),
                                inputs.lines(),
                                adjustments));
        return InvoiceViewBuilder.builder(draft)
                .lines(InvoiceDocuments.lines(inputs.lines(), computed))
                .settlements(List.of())
                .credits(List.of())
                .totals(InvoiceDocuments.totals(computed))
                .computedAt(at)
                .inputsDigest(null)
                .engineVersion(null)
                .adjustments(
                        adjustments == null || adjustments.isEmpty()
                                ? null
                                : AdjustedInputs.applied(adjustments, computed))
                .build();
    }
}

package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatingStep;
import java.util.ArrayList;
import java.util.List;

/** Between the documents of an invoice and the computation in the domain. */
public final class InvoiceDocuments {
    private InvoiceDocuments() {}

    /**
     * What is computed from.
     *
     * <p>Errors: InvalidPrice naming the field of a price that is none.
     */
    public static InvoiceInputs inputs(
            CurrencyCode currency, Conventions conventions, List<InvoiceLineInput> lines) {
        return InvoiceInputs.of(
                currency, conventions, lines.stream().map(InvoiceDocuments::input).toList());
    }

    /**
     * The lines with their amounts, in the order of the inputs that the draft was computed from.
     */
    public static List<InvoiceLine> lines(List<InvoiceLineInput> inputs, InvoiceDraft draft) {
        List<InvoiceLine> lines = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            DraftLine line = draft.lines().get(i);
            lines.add(
                    new InvoiceLine(
                            inputs.get(i),
                            line.precise(),
                            line.amount(),
                            line.steps().stream().map(InvoiceDocuments::step).toList()));
        }
        return List.copyOf(lines);
    }

    public static InvoiceTotals totals(InvoiceDraft draft) {
        return new InvoiceTotals(
                draft.subtotal(),
                draft.totalDiscount(),
                draft.creditsApplied(),
                draft.tax(),
                draft.total());
    }

    private static LineInput input(InvoiceLineInput line) {
        PricingModel model = PricingModels.of(line.price());
        return switch (line.price().type()) {
            case FIXED ->
                    LineInput.fixed(
                            line.id().value(), model, line.quantity(), line.servicePeriod());
            case USAGE ->
                    LineInput.usage(line.id().value(), model, line.billed(), line.servicePeriod());
        };
    }

    private static InvoiceLine.Step step(RatingStep step) {
        return new InvoiceLine.Step(
                step.key(),
                step.from(),
                step.to(),
                step.quantity(),
                step.unitAmount(),
                step.flatAmount(),
                step.amount());
    }
}

package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument.Conditions;
import io.tallybook.core.catalogue.PriceDocument.WrittenIn;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.invoice.Charge;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.rating.RatingStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                currency,
                conventions,
                lines.stream().map(line -> input(line, currency, conventions)).toList());
    }

    /** The same, with coupons and taxes. */
    public static InvoiceInputs inputs(
            CurrencyCode currency,
            Conventions conventions,
            List<InvoiceLineInput> lines,
            @Nullable Adjustments adjustments) {
        InvoiceInputs inputs = inputs(currency, conventions, lines);
        return adjustments == null ? inputs : AdjustedInputs.of(inputs, adjustments);
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

    private static LineInput input(
            InvoiceLineInput line, CurrencyCode currency, Conventions conventions) {
        return LineInput.of(
                line.id().value(),
                switch (line.price().type()) {
                    case FIXED -> LineKind.FIXED;
                    case USAGE -> LineKind.USAGE;
                },
                credited(line, charge(line, currency, conventions)),
                line.servicePeriod());
    }

    private static Charge credited(InvoiceLineInput line, Charge charge) {
        Money credit = line.credit();
        return credit == null ? charge : new Charge.Credited(charge, credit);
    }

    private static Charge charge(
            InvoiceLineInput line, CurrencyCode currency, Conventions conventions) {
        InvoiceLineInput.Plain plain = line.plain();
        if (plain != null) {
            return agreed(line.quantity(), plain.amount().toDecimal());
        }
        PricingModel model = PricingModels.of(line.price());
        Conditions conditions = line.price().conditions();
        WrittenIn unit = conditions.unit();
        UsageReading reading = line.reading();
        boolean inBuckets = reading != null && reading.buckets() != null;
        if (!inBuckets
                && unit == null
                && conditions.minimumQuantity() == null
                && line.share() == null) {
            return new Charge.Priced(model, line.billed());
        }
        LineTerms terms =
                new LineTerms(
                        model,
                        currency,
                        conventions,
                        conditions.minimumQuantity(),
                        unit == null
                                ? null
                                : new PriceUnit(unit.code(), unit.conversionRate(), currency),
                        null);
        if (reading != null && reading.buckets() != null) {
            return new Charge.MeteredBuckets(
                    terms,
                    reading.bucketValues(),
                    line.quantity().subtract(line.billed()).max(BigDecimal.ZERO));
        }
        return new Charge.Metered(
                terms, MeteredUsage.of(line.billed()), BigDecimal.ZERO, ratio(line.share()));
    }

    private static Charge agreed(BigDecimal quantity, BigDecimal amount) {
        return new Charge.Computed(
                quantity,
                List.of(
                        RatingStep.of(
                                "agreed",
                                BigDecimal.ZERO,
                                null,
                                BigDecimal.ZERO,
                                BigDecimal.ZERO,
                                amount)));
    }

    private static Ratio ratio(InvoiceLineInput.@Nullable Share share) {
        return share == null
                ? Ratio.ONE
                : Ratio.of(share.seconds()).dividedBy(Ratio.of(share.ofSeconds()));
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

package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceDocument.Conditions;
import io.tallybook.core.catalogue.PriceDocument.WrittenIn;
import io.tallybook.core.catalogue.PricingModels;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.invoice.Charge;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Commitments;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.rating.WindowedTerms;
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
                rest(line, credited(line, charge(line, currency, conventions))),
                line.servicePeriod());
    }

    private static Charge rest(InvoiceLineInput line, Charge charge) {
        BilledWithin before = line.before();
        return before == null ? charge : new Charge.BilledBefore(charge, before.amount());
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
        UsageReading reading = line.reading();
        if (!needsTerms(line)) {
            return new Charge.Priced(PricingModels.of(line.price()), line.billed());
        }
        if (reading != null && reading.buckets() != null) {
            return buckets(line, reading, currency, conventions);
        }
        return new Charge.Metered(
                terms(line, currency, conventions),
                MeteredUsage.of(line.billed()),
                BigDecimal.ZERO,
                ratio(line.share()));
    }

    private static boolean needsTerms(InvoiceLineInput line) {
        UsageReading reading = line.reading();
        Conditions conditions = line.price().conditions();
        return (reading != null && reading.buckets() != null)
                || conditions.unit() != null
                || conditions.minimumQuantity() != null
                || line.share() != null
                || line.promise() != null;
    }

    private static Charge buckets(
            InvoiceLineInput line,
            UsageReading reading,
            CurrencyCode currency,
            Conventions conventions) {
        BigDecimal free = line.quantity().subtract(line.billed()).max(BigDecimal.ZERO);
        LinePromise promise = line.promise();
        if (promise == null || promise.agreed().span() == LineCommitment.Span.TERM) {
            return new Charge.MeteredBuckets(
                    terms(line, currency, conventions), reading.bucketValues(), free);
        }
        List<WindowedRating.Window> windows = new ArrayList<>(reading.windows());
        windows.addAll(promise.empty());
        return new Charge.MeteredWindows(
                windowed(line.price(), promise.agreed(), currency, conventions), windows, free);
    }

    private static WindowedTerms windowed(
            PriceDocument price,
            LineCommitment agreed,
            CurrencyCode currency,
            Conventions conventions) {
        return new WindowedTerms(
                PromisedSpend.promised(terms(price, currency, conventions), agreed),
                agreed.timesOfDay().stream()
                        .map(
                                bucket ->
                                        new WindowedTerms.AtTime(
                                                bucket.hours(),
                                                PromisedSpend.promised(
                                                        terms(
                                                                bucket.price(price),
                                                                currency,
                                                                conventions),
                                                        bucket)))
                        .toList());
    }

    private static LineTerms terms(
            InvoiceLineInput line, CurrencyCode currency, Conventions conventions) {
        LineTerms terms = terms(line.price(), currency, conventions);
        LinePromise promise = line.promise();
        return promise == null
                ? terms
                : terms.with(
                        PromisedSpend.of(promise.agreed(), terms),
                        new Commitments.Progress(
                                promise.spent(),
                                switch (promise.rest()) {
                                    case DUE -> Commitments.Position.LAST;
                                    case LATER -> Commitments.Position.BEFORE_LAST;
                                }));
    }

    /** By what a price rates, with nothing promised. */
    static LineTerms terms(PriceDocument price, CurrencyCode currency, Conventions conventions) {
        Conditions conditions = price.conditions();
        WrittenIn unit = conditions.unit();
        return new LineTerms(
                PricingModels.of(price),
                currency,
                conventions,
                conditions.minimumQuantity(),
                unit == null ? null : new PriceUnit(unit.code(), unit.conversionRate(), currency),
                null);
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

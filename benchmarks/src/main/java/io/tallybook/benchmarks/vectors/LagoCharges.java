package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.invoice.Charge;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.rating.PerEventRating;
import io.tallybook.domain.rating.ProratedRating;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.RatedLine;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.tax.TaxRate;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Lago: charge models, fees in advance, pricing units. */
final class LagoCharges {
    static final Conventions LAGO = Conventions.LAGO;
    static final CurrencyCode EUR = CurrencyCode.of("EUR");

    private LagoCharges() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("charge_model.standard", LagoCharges::model);
        areas.put("charge_model.package", LagoCharges::model);
        areas.put("charge_model.volume", LagoCharges::model);
        areas.put("charge_model.graduated", LagoCharges::model);
        areas.put("charge_model.graduated.adjacent", LagoCharges::model);
        areas.put("charge_model.graduated_percentage", LagoCharges::model);
        areas.put("charge_model.percentage", LagoCharges::percentage);
        areas.put("charge_model.percentage.min_max", LagoCharges::bounded);
        areas.put("charge_model.dynamic", LagoCharges::dynamic);
        areas.put("charge_model.graduated_prorated", LagoCharges::graduatedProrated);
        areas.put("charge_model.percentage.usage", LagoCharges::percentageUsage);
        areas.put("charge_model.package.usage", LagoCharges::model);
        areas.put("charge_model.volume.usage", LagoCharges::model);
        areas.put("charge_model.graduated.usage", LagoCharges::model);
        areas.put("in_advance", LagoCharges::inAdvance);
        areas.put("pricing_unit", LagoCharges::pricingUnit);
    }

    static long cents(Money amount) {
        return amount.minor();
    }

    /** Names that a case may ask an amount under. */
    static Answer amounts(BigDecimal precise, Money amount, BigDecimal units) {
        return Answer.of(
                "amount", precise,
                "amount_rounded_2", precise.setScale(2, RoundingMode.HALF_UP),
                "amount_ceil_2", precise.setScale(2, RoundingMode.CEILING),
                "amount_cents", cents(amount),
                "unit_amount", unitAmount(precise, units, 15),
                "unit_amount_rounded_2", unitAmount(precise, units, 2));
    }

    private static BigDecimal unitAmount(BigDecimal precise, BigDecimal units, int places) {
        return units.signum() == 0
                ? BigDecimal.ZERO
                : Ratio.of(precise).dividedBy(Ratio.of(units)).toDecimal(places, Rounding.HALF_UP);
    }

    /** The model that the properties describe, whichever it is. */
    static PricingModel modelOf(Input in) {
        if (in.has("volume_ranges")) {
            return new PricingModel.Volume(Prices.lagoTiers(in.objects("volume_ranges")));
        }
        if (in.has("graduated_ranges")) {
            return new PricingModel.Graduated(Prices.lagoTiers(in.objects("graduated_ranges")));
        }
        if (in.has("graduated_percentage_ranges")) {
            return Prices.lagoRates(in.objects("graduated_percentage_ranges"));
        }
        if (in.has("package_size")) {
            return Prices.lagoPackage(in);
        }
        return in.has("rate")
                ? Prices.withBounds(Prices.lagoPercentage(in), in)
                : Prices.flat(in.decimal("amount"));
    }

    private static Answer model(Input in) {
        PricingModel model = modelOf(in.isObject("properties") ? in.object("properties") : in);
        BigDecimal units = in.decimal("units");
        BigDecimal full = in.decimal("full_units_number", units.toPlainString());
        RatedAmount rated =
                model instanceof PricingModel.Volume volume && in.has("full_units_number")
                        ? ProratedRating.volume(volume, full, units, EUR)
                        : Rating.rate(model, units, EUR, LAGO);
        return amounts(rated.precise(), rated.amount(), full);
    }

    /**
     * Rebuilds the transactions from their running total: what came after it is one transaction,
     * the rest empty.
     */
    private static Answer percentage(Input in) {
        List<BigDecimal> values = new ArrayList<>();
        BigDecimal before = BigDecimal.ZERO;
        for (BigDecimal total : in.decimals("running_total")) {
            values.add(total.subtract(before));
            before = total;
        }
        BigDecimal units = in.decimal("units");
        BigDecimal rest = units.subtract(before);
        boolean anythingFree = !values.isEmpty();
        while (values.size() < in.whole("events_count", 1)) {
            values.add(rest);
            rest = BigDecimal.ZERO;
        }
        PricingModel.Percentage model = Prices.lagoPercentage(in.object("properties"));
        RatedAmount rated =
                Rating.rate(
                        anythingFree ? model : model.withFree(null, null),
                        MeteredUsage.ofTransactions(values),
                        EUR,
                        LAGO);
        return amounts(rated.precise(), rated.amount(), units);
    }

    private static Answer bounded(Input in) {
        Input properties = in.object("properties");
        PricingModel.Percentage model = Prices.lagoPercentage(properties);
        // Bounds are a paid feature there; here they are for everyone, but a case may ask for the
        // price without.
        PricingModel.Percentage priced =
                in.has("premium") && !in.is("premium")
                        ? model
                        : Prices.withBounds(model, properties);
        MeteredUsage usage = MeteredUsage.ofTransactions(in.decimals("event_values"));
        RatedAmount rated = Rating.rate(priced, usage, EUR, LAGO);
        return amounts(rated.precise(), rated.amount(), usage.quantity());
    }

    private static Answer dynamic(Input in) {
        BigDecimal amount =
                in.decimal("sum_precise_total_amount_cents")
                        .movePointLeft(in.whole("currency_exponent", 2));
        BigDecimal units = in.decimal("units");
        RatedAmount rated =
                Rating.rate(
                        new PricingModel.Dynamic(),
                        MeteredUsage.ofSuppliedAmount(units, amount),
                        EUR,
                        LAGO);
        return amounts(rated.precise(), rated.amount(), units);
    }

    private static Answer graduatedProrated(Input in) {
        List<BigDecimal> full = in.decimals("full_units_per_event");
        List<BigDecimal> prorated = in.decimals("prorated_units_per_event");
        List<ProratedRating.HeldUnits> held = new ArrayList<>();
        for (int i = 0; i < full.size(); i++) {
            held.add(new ProratedRating.HeldUnits(full.get(i), prorated.get(i)));
        }
        RatedAmount rated =
                ProratedRating.graduated(
                        new PricingModel.Graduated(
                                Prices.lagoTiers(
                                        in.object("properties").objects("graduated_ranges"))),
                        held,
                        EUR);
        return amounts(
                rated.precise(),
                rated.amount(),
                full.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static Answer percentageUsage(Input in) {
        PricingModel.Percentage model =
                Prices.withBounds(
                        Prices.lagoPercentage(in.object("properties")), in.object("properties"));
        List<BigDecimal> events = in.decimals("events");
        List<Long> amounts = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        for (int n = 1; n <= events.size(); n++) {
            Money amount =
                    Rating.rate(model, MeteredUsage.ofTransactions(events.subList(0, n)), EUR, LAGO)
                            .amount();
            amounts.add(cents(amount));
            totals.add(cents(withTax(amount, in.decimal("tax_rate", "0"))));
        }
        return Answer.of(
                "amount_cents_after_each",
                amounts,
                "total_with_tax",
                totals,
                "total_with_tax_last",
                totals.getLast(),
                "amount_cents_last",
                amounts.getLast());
    }

    static Money withTax(Money amount, BigDecimal percent) {
        LineInput line =
                LineInput.of(
                        "fee",
                        LineKind.USAGE,
                        new Charge.Priced(Prices.flat(amount.toDecimal()), BigDecimal.ONE),
                        Invoices.MONTH);
        return InvoiceComputation.compute(
                        InvoiceInputs.of(amount.currency(), LAGO, List.of(line))
                                .withTaxes(
                                        List.of(
                                                TaxRate.Percentage.exclusive(
                                                        "tax", percent.toPlainString()))))
                .total();
    }

    private static Answer inAdvance(Input in) {
        PricingModel model = modelOf(in);
        List<BigDecimal> values =
                in.isList("values") || in.isList("events")
                        ? in.decimals(in.isList("values") ? "values" : "events")
                        : Collections.nCopies(in.whole("events"), BigDecimal.ONE);
        List<PerEventRating.EventFee> fees = PerEventRating.fees(model, values, EUR, LAGO);
        return Answer.of(
                "fees_cents", fees.stream().map(fee -> cents(fee.amount())).toList(),
                "units", fees.stream().map(PerEventRating.EventFee::units).toList(),
                "fee_count", fees.size());
    }

    private static Answer pricingUnit(Input in) {
        PriceUnit unit = new PriceUnit("unit", in.decimal("conversion_rate"), EUR);
        PriceUnit itself = new PriceUnit("unit", BigDecimal.ONE, EUR);
        LineTerms terms =
                LineTerms.of(
                        in.has("amount_per_unit")
                                ? Prices.flat(in.decimal("amount_per_unit"))
                                : modelOf(in),
                        EUR,
                        LAGO);
        MeteredUsage usage = MeteredUsage.of(in.decimal("units"));
        RatedLine line = LineRating.usage(terms.in(unit), usage, BigDecimal.ZERO);
        RatedLine inUnit = LineRating.usage(terms.in(itself), usage, BigDecimal.ZERO);
        return Answer.of(
                "pricing_unit_amount_cents",
                cents(inUnit.amount()),
                "amount_cents",
                cents(line.amount()));
    }
}

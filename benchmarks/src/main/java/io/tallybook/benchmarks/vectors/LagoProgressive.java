package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;
import static io.tallybook.benchmarks.vectors.LagoFees.eur;

import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.invoice.ProgressiveBilling;
import io.tallybook.domain.invoice.ProgressiveCredit;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.time.PaidDays;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Lago: invoices within a period, whenever usage passes a threshold. */
final class LagoProgressive {
    private LagoProgressive() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("progressive.thresholds", LagoProgressive::thresholds);
        areas.put("progressive.scenario", LagoProgressive::scenario);
    }

    private static Answer thresholds(Input in) {
        ProgressiveBilling billing =
                new ProgressiveBilling(
                        new TreeSet<>(in.decimals("fixed_thresholds")),
                        in.decimalIfAny("recurring_threshold"));
        BigDecimal before =
                in.decimal("historical_usage", "0")
                        .add(in.decimal("invoiced", "0"))
                        .add(in.decimal("progressive_billed", "0"));
        ProgressiveBilling.Passed passed = billing.passed(before, in.decimal("current", "0"));
        List<BigDecimal> all = new ArrayList<>(passed.fixed());
        if (passed.recurring()) {
            billing.recurring().ifPresent(all::add);
        }
        return Answer.of("passed", all);
    }

    /**
     * What usage came to after each step, in cents: units at the price, or amounts told in words.
     */
    private static List<Money> usage(Input in) {
        List<Money> totals = new ArrayList<>();
        if (in.has("steps")) {
            Words.numbers(in.text("steps"))
                    .forEach(total -> totals.add(eur(total.longValueExact())));
            return totals;
        }
        BigDecimal price = Words.firstNumber(in.text("charge", SetUps.PROGRESSIVE_UNIT_PRICE));
        BigDecimal units = BigDecimal.ZERO;
        for (BigDecimal step : in.decimals("usage_units")) {
            units = units.add(step);
            totals.add(Rating.rate(Prices.flat(price), units, EUR, LAGO).amount());
        }
        return totals;
    }

    private static Answer scenario(Input in) {
        ProgressiveBilling billing =
                new ProgressiveBilling(new TreeSet<>(in.decimals("thresholds")), Optional.empty());
        List<Object> invoices = new ArrayList<>();
        Money billed = Money.zero(EUR);
        Money before = Money.zero(EUR);
        Money used = Money.zero(EUR);
        for (Money total : usage(in)) {
            used = total;
            boolean due =
                    billing.passed(
                                    BigDecimal.valueOf(before.minor()),
                                    BigDecimal.valueOf(total.minus(before).minor()))
                            .any();
            invoices.add(due ? (Object) cents(total.minus(billed)) : Optional.empty());
            billed = due ? total : billed;
            before = total;
        }
        return closing(in, used, billed).with("invoices", invoices);
    }

    /**
     * The invoice that closes the period: the plan's fee, all usage, less what was billed on the
     * way.
     */
    private static Answer closing(Input in, Money used, Money billed) {
        // "day 17": the last day of the old plan in the month that it began with.
        PaidDays whole = PaidDays.whole(Invoices.MONTH, ZoneOffset.UTC);
        PaidDays paid =
                in.has("upgraded")
                        ? whole.terminatedOn(
                                whole.first()
                                        .plusDays(
                                                Words.firstNumber(in.text("upgraded"))
                                                                .intValueExact()
                                                        - 1L))
                        : whole;
        Money plan =
                SubscriptionFee.of(
                        eur(in.whole("plan_amount", SetUps.PROGRESSIVE_PLAN_CENTS)), paid);
        List<LineInput> lines =
                List.of(
                        Invoices.line(1, LineKind.FIXED, plan.toDecimal()),
                        Invoices.line(2, LineKind.USAGE, used.toDecimal()));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceInputs.of(EUR, LAGO, lines)
                                .withProgressive(
                                        List.of(
                                                new ProgressiveCredit(
                                                        "earlier", "line2", billed))));
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("fees", cents(draft.subtotal()));
        figures.put("credit", cents(draft.progressiveCredited()));
        figures.put("total", cents(draft.total()));
        return new Answer(figures, Optional.empty())
                .with("month_end", figures)
                .with("final", figures);
    }
}

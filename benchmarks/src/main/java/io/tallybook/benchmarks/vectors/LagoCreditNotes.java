package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;
import static io.tallybook.benchmarks.vectors.LagoFees.eur;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.invoice.CreditComputation;
import io.tallybook.domain.invoice.CreditComputation.CreditNoteDraft;
import io.tallybook.domain.invoice.CreditComputation.Item;
import io.tallybook.domain.invoice.CreditNoteInput;
import io.tallybook.domain.invoice.CreditSettlement;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.PaidAhead;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.MinimumSpend;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.PaidDays;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lago: what is given back, and how it reaches the customer. */
final class LagoCreditNotes {
    private static final ZoneId UTC = ZoneOffset.UTC;

    private LagoCreditNotes() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("credit_note.apply", LagoCreditNotes::apply);
        areas.put("credit_note.termination", LagoCreditNotes::termination);
        areas.put("credit_note.rounding", LagoCreditNotes::rounding);
        areas.put("credit_note.scenario", LagoCreditNotes::scenario);
        areas.put("upgrade.multiple", LagoCreditNotes::upgrades);
        areas.put("true_up.scenario", LagoCreditNotes::trueUpScenario);
    }

    private static Answer apply(Input in) {
        List<CreditNoteInput> notes = new ArrayList<>();
        in.decimals("credit_notes_balance")
                .forEach(
                        balance ->
                                notes.add(
                                        new CreditNoteInput(
                                                "note" + notes.size(),
                                                eur(balance.longValueExact()))));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        LagoInvoices.fees(List.of(in.decimal("invoice_total")))
                                .withCreditNotes(notes));
        return Answer.of(
                "applied", cents(draft.creditNotesApplied()),
                "per_note", draft.creditNotes().stream().map(part -> cents(part.amount())).toList(),
                "total", cents(draft.total()));
    }

    private static Answer termination(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate ended = Words.requiredDate(in.text("terminated_at"));
        PaidDays whole = LagoFees.wholePeriod(in, unit, ended);
        PaidDays paid =
                in.is("upgrade") || in.is("upgraded")
                        ? whole.upgradedOn(ended)
                        : whole.terminatedOn(ended);
        Money plan = eur(in.whole("plan_amount_cents"));
        Money charged = in.has("fee_amount_cents") ? eur(in.whole("fee_amount_cents")) : plan;
        PaidAhead.PlanLine line =
                new PaidAhead.PlanLine(charged, charged, eur(in.whole("coupon", 0)), rates(in));
        CreditNoteDraft note =
                PaidAhead.givenBack(line, paid.unused(), eur(SetUps.earlierCreditNotes(in)));
        CreditSettlement settled =
                CreditSettlement.of(note.total(), mode(in), payment(in, line, plan, paid));
        return Answer.of(
                "unused_days", paid.unusedDays(),
                "amount", cents(note.net()),
                "subtotal", cents(note.net()),
                "tax", cents(note.tax()),
                "total", cents(note.total()),
                "credit", cents(settled.credit()),
                "refund", cents(settled.refund()),
                "offset", cents(settled.offset()));
    }

    private static List<TaxRate> rates(Input in) {
        BigDecimal rate = in.decimal("tax_rate", "0");
        return rate.signum() == 0 ? List.of() : List.of(LagoInvoices.rate(rate));
    }

    private static CreditSettlement.Mode mode(Input in) {
        return CreditSettlement.Mode.valueOf(in.text("mode", "credit").toUpperCase(Locale.ROOT));
    }

    /** The invoice of the plan's line and of another, as it was before anything was given back. */
    private static CreditSettlement.Payment payment(
            Input in, PaidAhead.PlanLine line, Money plan, PaidDays paid) {
        InvoiceInputs full =
                LagoInvoices.fees(
                                List.of(
                                        BigDecimal.valueOf(line.charged().minor()),
                                        SetUps.otherLineOfTheInvoice(plan)))
                        .withTaxes(line.taxes());
        Coupon coupon =
                LagoInvoices.fixed(BigDecimal.valueOf(line.discount().minor()))
                        .limitedTo(List.of("line1"));
        InvoiceDraft invoice =
                InvoiceComputation.compute(
                        line.discount().isZero() ? full : full.withCoupons(List.of(coupon)));
        Money received =
                in.has("paid")
                        ? eur(in.whole("paid"))
                        : SetUps.paidOf(InvoiceComputation.compute(full).total());
        return new CreditSettlement.Payment(
                invoice.lines().getFirst().total(),
                invoice.total(),
                received,
                invoice.total().minus(received).max(Money.zero(EUR)),
                PaidAhead.used(line, paid.unused()));
    }

    private static Answer rounding(Input in) {
        Money line = eur(in.whole("amount_cents"));
        List<TaxRate> taxes =
                in.decimalIfAny("tax").map(LagoInvoices::rate).map(List::of).orElse(List.of());
        Money none = eur(0);
        CreditNoteDraft note =
                in.has("unused")
                        ? PaidAhead.givenBack(
                                PaidAhead.PlanLine.whole(line, taxes),
                                Words.fraction(in.text("unused")),
                                none)
                        : CreditComputation.compute(
                                List.of(new Item(line, none, taxes, Ratio.of(in.decimal("item")))),
                                EUR);
        return Answer.of(
                "subtotal",
                cents(note.net()),
                "tax",
                cents(note.tax()),
                "total",
                cents(note.total()));
    }

    private static Answer scenario(Input in) {
        List<BigDecimal> amounts = in.decimals(in.has("fees") ? "fees" : "one_off_fees");
        if (amounts.isEmpty()) {
            throw new IllegalArgumentException(
                    "input.fees: expected at least one amount, there is none in " + in.node());
        }
        List<BigDecimal> rates = in.decimals("tax_rates");
        List<LineInput> lines = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            BigDecimal rate =
                    rates.isEmpty()
                            ? in.decimal("tax_rate", "0")
                            : rates.get(Math.min(i, rates.size() - 1));
            lines.add(
                    LagoInvoices.fee(i + 1, amounts.get(i))
                            .withTaxes(List.of(LagoInvoices.rate(rate))));
        }
        InvoiceInputs inputs = InvoiceInputs.of(EUR, LagoCharges.LAGO, lines);
        for (String name : in.names()) {
            if (name.startsWith("coupon")) {
                List<String> limited =
                        name.contains("first")
                                ? List.of("line1")
                                : name.contains("second") ? List.of("line2") : List.of();
                inputs =
                        inputs.withCoupons(
                                List.of(LagoInvoices.fixed(in.decimal(name)).limitedTo(limited)));
            }
        }
        InvoiceDraft draft = InvoiceComputation.compute(inputs);
        List<Item> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            DraftLine line = draft.lines().get(i);
            all.add(
                    Item.of(
                            line.amount(),
                            line.discount(),
                            lines.get(i).taxes().orElse(List.of()),
                            line.amount()));
        }
        CreditNoteDraft single = CreditComputation.compute(all.subList(0, 1), EUR);
        Map<String, Object> estimate = new LinkedHashMap<>();
        estimate.put("tax", cents(single.tax()));
        estimate.put("total", cents(single.total()));
        return LagoInvoices.taxAnswer(draft, lines)
                .with("fees_total", cents(draft.subtotal()))
                .with("total", cents(draft.total()))
                .with("estimate_full", cents(CreditComputation.compute(all, EUR).total()))
                .with("estimate_single_item", estimate);
    }

    private static Answer upgrades(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate first = Words.requiredDate(in.text("subscription_at"));
        List<LocalDate> starts = new ArrayList<>(List.of(first));
        in.texts("upgrades_at").forEach(at -> starts.add(Words.requiredDate(at)));
        List<BigDecimal> amounts = in.decimals("plans_amount_cents");
        if (amounts.size() != starts.size()) {
            throw new IllegalArgumentException(
                    "input.plans_amount_cents: got "
                            + amounts.size()
                            + " plans, expected one more than the "
                            + in.texts("upgrades_at").size()
                            + " of input.upgrades_at");
        }
        List<PaidAhead.Plan> plans = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            plans.add(new PaidAhead.Plan(eur(amounts.get(i).longValueExact()), starts.get(i)));
        }
        List<PaidAhead.Billed> billed =
                PaidAhead.upgrades(
                        plans, LagoFees.wholePeriod(in, unit, first).period(), UTC, rates(in));
        return Answer.of(
                "fees_cents", billed.stream().map(plan -> cents(plan.fee())).toList(),
                "credit_notes_cents",
                        billed.stream()
                                .flatMap(plan -> plan.givenBack().stream())
                                .map(note -> cents(note.total()))
                                .toList());
    }

    /** A plan paid ahead by calendar months, and a charge with a minimum. */
    private static Answer trueUpScenario(Input in) {
        Money plan = eur(in.whole("plan_amount_cents", SetUps.SPENDING_MINIMUM_PLAN_CENTS));
        boolean ends = in.has("terminated_at");
        LocalDate at = Words.requiredDate(in.firstText("terminated_at", "started_at"));
        PaidDays whole = LagoFees.wholePeriod(in, PeriodUnit.MONTHLY, at);
        PaidDays paid = ends ? whole.terminatedOn(at) : whole.from(at);
        if (!in.has("charge_min_cents")) {
            Money total =
                    LagoCharges.withTax(
                            SubscriptionFee.of(plan, paid), in.decimal("tax_rate", "0"));
            return Answer.of(
                    "first_invoice_total_cents", cents(total), "invoice_total_cents", cents(total));
        }
        List<BigDecimal> usage = in.decimals("filter_usage_cents");
        List<Money> used = usage.stream().map(amount -> eur(amount.longValueExact())).toList();
        Money trueUp =
                MinimumSpend.trueUp(
                        in.decimal("charge_min_cents").movePointLeft(2), paid.share(), used, EUR);
        List<BigDecimal> fees = new ArrayList<>(usage);
        fees.add(BigDecimal.valueOf(trueUp.minor()));
        Money given =
                ends
                        ? PaidAhead.givenBack(
                                        PaidAhead.PlanLine.whole(plan, rates(in)),
                                        paid.unused(),
                                        eur(0))
                                .total()
                        : eur(0);
        List<CreditNoteInput> notes =
                given.isZero() ? List.of() : List.of(new CreditNoteInput("note", given));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        LagoInvoices.fees(fees).withTaxes(rates(in)).withCreditNotes(notes));
        return Answer.of(
                "true_up_cents", cents(trueUp),
                "invoice_fees_cents", cents(draft.subtotal()),
                "invoice_tax_cents", cents(draft.tax()),
                "credit_note_cents", cents(given),
                "invoice_total_cents", cents(draft.total()));
    }
}

package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;
import static io.tallybook.benchmarks.vectors.LagoFees.eur;

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
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.MinimumSpend;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.LocalDays;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.domain.time.ProrationRule;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    private static CreditNoteDraft note(
            Money line, Money discount, BigDecimal taxRate, Ratio credited) {
        List<TaxRate> rates =
                taxRate.signum() == 0 ? List.of() : List.of(LagoInvoices.rate(taxRate));
        return CreditComputation.compute(List.of(new Item(line, discount, rates, credited)), EUR);
    }

    private static Answer termination(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate ended = Words.requiredDate(in.text("terminated_at"));
        BillingPeriod period =
                LagoDates.fullPeriod(in.text("billing_time", "calendar"), ended, unit, UTC);
        Ratio unused =
                in.is("upgrade") || in.is("upgraded")
                        ? ProrationRule.DAYS.remaining(period, LagoUsage.startOf(ended), UTC)
                        : ProrationRule.daysAfter(period, LagoUsage.startOf(ended), UTC);
        Money line =
                eur(
                        in.has("fee_amount_cents")
                                ? in.whole("fee_amount_cents")
                                : in.whole("plan_amount_cents"));
        Money coupon = eur(in.whole("coupon", 0));
        BigDecimal rate = in.decimal("tax_rate", "0");
        Ratio credited =
                unused.times(Ratio.of(line.minor(), 1))
                        .minus(Ratio.of(earlierNotes(in), 1))
                        .max(Ratio.ZERO);
        CreditNoteDraft note = note(line, coupon, rate, credited);
        Ratio usedUp = Ratio.ONE.minus(unused).times(Ratio.of(line.minor(), 1));
        CreditSettlement settled =
                CreditSettlement.of(
                        note.total(), mode(in), payment(in, line, coupon, rate, usedUp));
        int days = LocalDays.touched(period, UTC);
        return Answer.of(
                "unused_days", unused.times(BigDecimal.valueOf(days)),
                "amount", cents(note.net()),
                "subtotal", cents(note.net()),
                "tax", cents(note.tax()),
                "total", cents(note.total()),
                "credit", cents(settled.credit()),
                "refund", cents(settled.refund()),
                "offset", cents(settled.offset()));
    }

    private static CreditSettlement.Mode mode(Input in) {
        return CreditSettlement.Mode.valueOf(in.text("mode", "credit").toUpperCase(Locale.ROOT));
    }

    /**
     * The case of a coupon was told upon the one before it, with its earlier note of 200, if it
     * names none.
     */
    private static long earlierNotes(Input in) {
        boolean toldUpon = in.has("coupon") && in.has("mode") && !in.has("paid");
        return in.whole("previous_credit_note_amount", toldUpon ? 200 : 0);
    }

    /**
     * The set-up of these cases: the invoice has a second line as large as the plan's, and three
     * quarters of it are paid where a case does not say how much.
     */
    private static CreditSettlement.Payment payment(
            Input in, Money line, Money coupon, BigDecimal rate, Ratio usedUp) {
        List<TaxRate> rates = rate.signum() == 0 ? List.of() : List.of(LagoInvoices.rate(rate));
        InvoiceInputs inputs =
                LagoInvoices.fees(
                                List.of(
                                        BigDecimal.valueOf(line.minor()),
                                        BigDecimal.valueOf(in.whole("plan_amount_cents"))))
                        .withTaxes(rates);
        InvoiceDraft invoice =
                InvoiceComputation.compute(
                        coupon.isZero()
                                ? inputs
                                : inputs.withCoupons(
                                        List.of(
                                                LagoInvoices.fixed(
                                                                BigDecimal.valueOf(coupon.minor()))
                                                        .limitedTo(List.of("line1")))));
        BigDecimal fullInvoice =
                BigDecimal.valueOf(InvoiceComputation.compute(inputs).total().minor());
        Money paid =
                eur(
                        in.has("paid")
                                ? in.decimal("paid").longValueExact()
                                : fullInvoice.multiply(new BigDecimal("0.75")).longValue());
        Money used = note(line, coupon, rate, usedUp).total();
        return new CreditSettlement.Payment(
                invoice.lines().getFirst().total(),
                invoice.total(),
                paid,
                invoice.total().minus(paid).max(Money.zero(EUR)),
                used);
    }

    private static Answer rounding(Input in) {
        Money line = eur(in.whole("amount_cents"));
        BigDecimal rate = in.decimal("tax", "0");
        Ratio credited = Ratio.of(in.decimal("item", "0"));
        if (in.has("unused")) {
            List<BigDecimal> parts = Words.numbers(in.text("unused"));
            credited =
                    Ratio.of(line.minor(), 1)
                            .times(
                                    Ratio.of(
                                            parts.get(0).longValueExact(),
                                            parts.get(1).longValueExact()));
        }
        CreditNoteDraft note = note(line, Money.zero(EUR), rate, credited);
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

    /**
     * Plans paid ahead that follow one another within a period: each bills its rest, and gives back
     * the last one's.
     */
    private static Answer upgrades(Input in) {
        PeriodUnit unit = LagoDates.interval(in.text("interval", "monthly"));
        LocalDate first = Words.requiredDate(in.text("subscription_at"));
        BillingPeriod period =
                LagoDates.fullPeriod(in.text("billing_time", "calendar"), first, unit, UTC);
        List<LocalDate> starts = new ArrayList<>(List.of(first));
        in.texts("upgrades_at").forEach(at -> starts.add(Words.requiredDate(at)));
        List<BigDecimal> plans = in.decimals("plans_amount_cents");
        List<Long> fees = new ArrayList<>();
        List<Long> notes = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            Ratio rest =
                    ProrationRule.DAYS.remaining(period, LagoUsage.startOf(starts.get(i)), UTC);
            Money fee = LagoFees.fee(eur(plans.get(i).longValueExact()), rest);
            fees.add(cents(fee));
            if (i + 1 < starts.size()) {
                Ratio unused =
                        ProrationRule.DAYS.remaining(
                                period, LagoUsage.startOf(starts.get(i + 1)), UTC);
                Ratio credited = unused.times(plans.get(i)).min(Ratio.of(fee.minor(), 1));
                notes.add(
                        cents(
                                note(fee, Money.zero(EUR), in.decimal("tax_rate", "0"), credited)
                                        .total()));
            }
        }
        return Answer.of("fees_cents", fees, "credit_notes_cents", notes);
    }

    /** A plan of 5000 cents paid ahead by calendar months, where a case does not name another. */
    private static Answer trueUpScenario(Input in) {
        Money plan = eur(in.whole("plan_amount_cents", 5000));
        BigDecimal rate = in.decimal("tax_rate", "0");
        LocalDate at =
                Words.requiredDate(in.text("terminated_at", in.text("started_at", "2023-02-01")));
        BillingPeriod period = LagoDates.fullPeriod("calendar", at, PeriodUnit.MONTHLY, UTC);
        if (!in.has("charge_min_cents")) {
            Ratio rest = ProrationRule.DAYS.remaining(period, LagoUsage.startOf(at), UTC);
            Money fee = LagoFees.fee(plan, rest);
            Money total = LagoCharges.withTax(fee, rate);
            return Answer.of(
                    "first_invoice_total_cents", cents(total), "invoice_total_cents", cents(total));
        }
        Ratio through =
                in.has("terminated_at")
                        ? ProrationRule.daysThrough(period, LagoUsage.startOf(at), UTC)
                        : ProrationRule.DAYS.remaining(period, LagoUsage.startOf(at), UTC);
        List<BigDecimal> usage = in.decimals("filter_usage_cents");
        List<Money> used = usage.stream().map(amount -> eur(amount.longValueExact())).toList();
        Money trueUp =
                MinimumSpend.trueUp(
                        in.decimal("charge_min_cents").movePointLeft(2), through, used, EUR);
        List<BigDecimal> fees = new ArrayList<>(usage);
        fees.add(BigDecimal.valueOf(trueUp.minor()));
        Optional<CreditNoteDraft> note =
                in.has("terminated_at")
                        ? Optional.of(
                                note(
                                        plan,
                                        Money.zero(EUR),
                                        rate,
                                        Ratio.ONE.minus(through).times(Ratio.of(plan.minor(), 1))))
                        : Optional.empty();
        List<CreditNoteInput> given =
                note.map(n -> List.of(new CreditNoteInput("note", n.total()))).orElse(List.of());
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        LagoInvoices.fees(fees)
                                .withTaxes(List.of(LagoInvoices.rate(rate)))
                                .withCreditNotes(given));
        return Answer.of(
                "true_up_cents", cents(trueUp),
                "invoice_fees_cents", cents(draft.subtotal()),
                "invoice_tax_cents", cents(draft.tax()),
                "credit_note_cents", note.map(n -> cents(n.total())).orElse(0L),
                "invoice_total_cents", cents(draft.total()));
    }
}

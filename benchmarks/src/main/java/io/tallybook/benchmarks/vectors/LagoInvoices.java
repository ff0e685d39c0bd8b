package io.tallybook.benchmarks.vectors;

import static io.tallybook.benchmarks.vectors.LagoCharges.EUR;
import static io.tallybook.benchmarks.vectors.LagoCharges.LAGO;
import static io.tallybook.benchmarks.vectors.LagoCharges.cents;
import static io.tallybook.benchmarks.vectors.LagoFees.eur;

import io.tallybook.domain.discount.AppliedCoupon;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.CouponTerm;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.invoice.DraftLine;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.InvoiceNumber;
import io.tallybook.domain.invoice.IssuingDate;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.invoice.ProgressiveCredit;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxPrecedence;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.Taxes;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Lago: coupons, taxes, numbers and dates of invoices. All amounts of the cases are cents. */
final class LagoInvoices {
    private LagoInvoices() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("coupon", LagoInvoices::coupon);
        areas.put("coupon.stack", LagoInvoices::coupons);
        areas.put("tax", LagoInvoices::tax);
        areas.put("tax.scenario", LagoInvoices::taxScenario);
        areas.put("tax.precedence", LagoInvoices::precedence);
        areas.put("numbering", LagoInvoices::numbering);
        areas.put("issuing_date", LagoInvoices::issuingDate);
        LagoProgressive.addTo(areas);
    }

    static LineInput fee(int place, BigDecimal cents) {
        return Invoices.line(place, LineKind.FIXED, cents.movePointLeft(2));
    }

    static InvoiceInputs fees(List<BigDecimal> cents) {
        List<LineInput> lines = new ArrayList<>();
        cents.forEach(amount -> lines.add(fee(lines.size() + 1, amount)));
        return InvoiceInputs.of(EUR, LAGO, lines);
    }

    static TaxRate rate(BigDecimal percent) {
        return TaxRate.Percentage.exclusive(percent.toPlainString(), percent.toPlainString());
    }

    static Coupon fixed(BigDecimal cents) {
        return Coupon.of("coupon", new Discount.AmountOff(Money.of(cents.movePointLeft(2), EUR)));
    }

    private static Discount discount(Input in) {
        boolean percentage = in.text("type", "fixed").startsWith("percent");
        return percentage
                ? new Discount.PercentOff(
                        in.firstDecimal("rate", "percentage_rate", "percentage", "amount"))
                : new Discount.AmountOff(Money.of(in.decimal("amount", "0").movePointLeft(2), EUR));
    }

    private static Answer coupon(Input in) {
        List<BigDecimal> fees =
                in.isList("fees") ? in.decimals("fees") : List.of(in.decimal("base", "0"));
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        fees(fees).withCoupons(List.of(Coupon.of("coupon", discount(in)))));
        Answer answer =
                Answer.of(
                        "credit", cents(draft.totalDiscount()),
                        "per_fee",
                                draft.lines().stream().map(line -> cents(line.discount())).toList(),
                        "base_after", cents(draft.total()));
        return in.has("frequency") ? term(in, draft.totalDiscount(), answer) : answer;
    }

    private static Answer term(Input in, Money taken, Answer answer) {
        int left = in.whole("frequency_duration_remaining", in.whole("frequency_duration", 1));
        CouponTerm term =
                switch (in.text("frequency")) {
                    case "recurring" -> new CouponTerm.Repeating(left);
                    case "forever" -> new CouponTerm.Forever();
                    default -> new CouponTerm.Once();
                };
        Optional<AppliedCoupon> after =
                new AppliedCoupon(
                                "coupon",
                                discount(in),
                                term,
                                AppliedCoupon.Reach.INVOICE,
                                Instant.EPOCH)
                        .afterInvoice(taken);
        int remaining =
                after.map(AppliedCoupon::term)
                        .map(next -> next instanceof CouponTerm.Repeating(int n) ? n : left)
                        .orElse(0);
        return answer.with("frequency_duration_remaining", remaining)
                .with("status", after.isPresent() ? "active" : "terminated")
                .with("terminated", after.isEmpty())
                .with(
                        "remaining_amount",
                        after.map(AppliedCoupon::discount)
                                .map(
                                        d ->
                                                d instanceof Discount.AmountOff(Money amount)
                                                        ? cents(amount)
                                                        : 0L)
                                .orElse(0L));
    }

    /** "10 fixed", "20%": taken off one after another. */
    private static Coupon told(String text, int place) {
        BigDecimal value = Words.firstNumber(text);
        Discount discount =
                text.contains("%")
                        ? new Discount.PercentOff(value)
                        : new Discount.AmountOff(Money.of(value.movePointLeft(2), EUR));
        return Coupon.of("coupon" + place, discount);
    }

    private static Answer coupons(Input in) {
        if (in.isObject("progressive_credit")) {
            return couponsAfterProgressive(in);
        }
        List<Coupon> coupons = new ArrayList<>();
        in.texts("coupons").forEach(text -> coupons.add(told(text, coupons.size())));
        List<BigDecimal> fees =
                in.isList("fees") ? in.decimals("fees") : List.of(in.decimal("base"));
        InvoiceDraft draft = InvoiceComputation.compute(fees(fees).withCoupons(coupons));
        return Answer.of(
                "total_coupons_cents", cents(draft.totalDiscount()),
                "coupons_cents",
                        draft.discounts().stream().map(part -> cents(part.amount())).toList(),
                "per_fee", draft.lines().stream().map(line -> cents(line.discount())).toList());
    }

    private static Answer couponsAfterProgressive(Input in) {
        Input credited = in.object("progressive_credit");
        List<BigDecimal> fees = new ArrayList<>();
        List<ProgressiveCredit> credits = new ArrayList<>();
        for (String name : credited.names()) {
            BigDecimal amount = credited.decimal(name);
            fees.add(SetUps.feeCreditedBy(amount));
            credits.add(
                    new ProgressiveCredit(
                            "earlier", "line" + fees.size(), eur(amount.longValueExact())));
        }
        List<BigDecimal> given = in.isList("fees") ? in.decimals("fees") : fees;
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        fees(given)
                                .withProgressive(credits)
                                .withCoupons(List.of(fixed(in.decimal("fixed_coupon")))));
        List<Long> reductions = new ArrayList<>();
        for (DraftLine line : draft.lines()) {
            reductions.add(cents(line.progressive().plus(line.discount())));
        }
        return Answer.of("per_fee_precise_reduction_total", reductions);
    }

    private static Answer tax(Input in) {
        List<LineInput> lines = new ArrayList<>();
        for (Input row : in.objects("fees")) {
            List<TaxRate> rates = row.decimals("taxes").stream().map(LagoInvoices::rate).toList();
            lines.add(fee(lines.size() + 1, row.decimal("amount")).withTaxes(rates));
        }
        InvoiceInputs inputs = InvoiceInputs.of(EUR, LAGO, lines);
        BigDecimal off =
                in.decimal("coupons_cents", in.decimal("fixed_coupon", "0").toPlainString());
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        off.signum() == 0 ? inputs : inputs.withCoupons(List.of(fixed(off))));
        return taxAnswer(draft, lines);
    }

    static Answer taxAnswer(InvoiceDraft draft, List<LineInput> lines) {
        Map<String, Object> amounts = new LinkedHashMap<>();
        Map<String, Object> bases = new LinkedHashMap<>();
        for (TaxLine tax : draft.taxes()) {
            amounts.put(tax.rate().id(), cents(tax.amount()));
            bases.put(tax.rate().id(), cents(tax.base()));
        }
        List<Taxes.Taxable> taxables = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            DraftLine line = draft.lines().get(i);
            Money net = line.amount().minus(line.progressive()).minus(line.discount());
            taxables.add(
                    new Taxes.Taxable(
                            Ratio.of(net.minor(), 1), lines.get(i).taxes().orElse(List.of())));
        }
        return Answer.of(
                "tax_amounts", amounts,
                "tax_base", bases,
                "tax", cents(draft.tax()),
                "total", cents(draft.tax()),
                "taxes_rate", Taxes.effectivePercent(taxables));
    }

    private static Answer taxScenario(Input in) {
        List<LineInput> lines = new ArrayList<>();
        for (Input row : in.objects("fees")) {
            lines.add(
                    fee(lines.size() + 1, row.decimal("amount"))
                            .withTaxes(List.of(rate(row.decimal("rate")))));
        }
        InvoiceInputs inputs = InvoiceInputs.of(EUR, LAGO, lines);
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        in.has("fixed_coupon")
                                ? inputs.withCoupons(List.of(fixed(in.decimal("fixed_coupon"))))
                                : inputs);
        return taxAnswer(draft, lines)
                .with(
                        "coupon_split",
                        draft.lines().stream().map(line -> cents(line.discount())).toList())
                .with("taxes", draft.lines().stream().map(line -> cents(line.tax())).toList())
                .with("total", cents(draft.total()));
    }

    private static TaxPrecedence.Level level(String name) {
        return switch (name) {
            case "explicit_tax_codes", "explicit_taxes", "tax_codes" -> TaxPrecedence.Level.LINE;
            case "plan_taxes" -> TaxPrecedence.Level.PLAN;
            case "customer_taxes" -> TaxPrecedence.Level.CUSTOMER;
            case "billing_entity_taxes", "organization_taxes" -> TaxPrecedence.Level.BILLING_ENTITY;
            default -> TaxPrecedence.Level.ITEM;
        };
    }

    private static Answer precedence(Input in) {
        Map<TaxPrecedence.Level, List<TaxRate>> named = new EnumMap<>(TaxPrecedence.Level.class);
        for (String name : in.names()) {
            if (in.isList(name) && (name.endsWith("_taxes") || name.endsWith("tax_codes"))) {
                named.put(level(name), in.decimals(name).stream().map(LagoInvoices::rate).toList());
            }
        }
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        fees(List.of(in.decimal("fee"))).withTaxes(TaxPrecedence.resolve(named)));
        return Answer.of("tax", cents(draft.tax()), "total", cents(draft.total()));
    }

    private static Answer numbering(Input in) {
        String prefix = in.text("prefix", "…");
        if (in.text("status", "").equals("draft")) {
            return Answer.of("number", InvoiceNumber.draft(prefix));
        }
        InvoiceNumber series =
                in.text("mode", "per_billing_entity").equals("per_customer")
                        ? new InvoiceNumber.PerCustomer(prefix, in.whole("customer_sequence", 1))
                        : new InvoiceNumber.PerIssuer(
                                prefix, YearMonth.parse(in.firstText("next_month", "month")));
        int next =
                in.whole(
                        "sequence",
                        in.whole("last_sequence", in.has("next_month") ? SetUps.NUMBERED_BEFORE : 0)
                                + 1);
        return Answer.of("number", series.text(next), "numbers_start", series.text(next));
    }

    private static Answer issuingDate(Input in) {
        LocalDate billing = LocalDate.of(2024, 4, 1);
        int grace = in.whole("grace", 0);
        boolean recurring = !in.has("recurring") || in.is("recurring");
        LocalDate date =
                recurring && in.has("anchor")
                        ? IssuingDate.recurring(
                                billing,
                                IssuingDate.Anchor.valueOf(
                                        in.text("anchor").toUpperCase(Locale.ROOT)),
                                in.text("adjustment", "align_with_finalization_date")
                                                .startsWith("keep")
                                        ? IssuingDate.Adjustment.KEEP_ANCHOR
                                        : IssuingDate.Adjustment.ALIGN_WITH_FINALIZATION,
                                grace)
                        : IssuingDate.oneOff(billing, grace);
        return Answer.of("days_from_billing_day", ChronoUnit.DAYS.between(billing, date));
    }
}

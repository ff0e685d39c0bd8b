package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.invoice.CreditInput;
import io.tallybook.domain.invoice.CreditNoteLimit;
import io.tallybook.domain.invoice.CreditNoteLimit.PaymentStatus;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.invoice.InvoiceDraft;
import io.tallybook.domain.invoice.InvoiceInputs;
import io.tallybook.domain.invoice.LineInput;
import io.tallybook.domain.invoice.LineKind;
import io.tallybook.domain.invoice.ThresholdInvoice;
import io.tallybook.domain.invoice.VoidRefund;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.Proration;
import io.tallybook.domain.wallet.CreditValue;
import io.tallybook.domain.wallet.Wallets;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flexprice: coupons, credits, taxes, credit notes and voids of invoices. */
final class FlexpriceInvoices {
    private static final Conventions FLEXPRICE = Conventions.FLEXPRICE;

    private FlexpriceInvoices() {}

    static void addTo(Map<String, Area> areas) {
        areas.put("invoice.discount_then_credit", FlexpriceInvoices::discountThenCredit);
        areas.put("wallet.credit_adjustment", FlexpriceInvoices::creditAdjustment);
        areas.put("tax.percentage", FlexpriceInvoices::taxes);
        areas.put("tax.multiple", FlexpriceInvoices::taxes);
        areas.put("tax.after_discount", FlexpriceInvoices::taxes);
        areas.put("plan_change.opening_credit", FlexpriceInvoices::openingCredit);
        areas.put("invoice.void_refund", FlexpriceInvoices::voidRefund);
        areas.put("credit_note.type", FlexpriceInvoices::creditNote);
        areas.put("credit_note.limit", FlexpriceInvoices::creditNote);
        areas.put("credit_note.concurrency", FlexpriceInvoices::twoCreditNotes);
        areas.put("threshold_billing", FlexpriceInvoices::threshold);
    }

    private static Answer discountThenCredit(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        List<LineInput> lines = new ArrayList<>();
        String listed =
                in.names().stream()
                        .filter(name -> name.startsWith("lines"))
                        .findFirst()
                        .orElse("lines");
        for (String text : in.texts(listed)) {
            LineKind kind = text.contains("FIXED") ? LineKind.FIXED : LineKind.USAGE;
            lines.add(Invoices.line(lines.size() + 1, kind, Words.firstNumber(text)));
        }
        List<Coupon> invoiceCoupons = new ArrayList<>();
        for (String text : in.texts("coupons")) {
            addCoupon(text, lines, invoiceCoupons, currency);
        }
        InvoiceInputs inputs =
                InvoiceInputs.of(currency, FLEXPRICE, lines)
                        .withCoupons(invoiceCoupons)
                        .withTaxes(rates(in));
        return paid(inputs, in.decimals("prepaid_wallets"));
    }

    /** "invoice 10%", "invoice fixed 10", "line1 fixed 40": where it applies, then how much. */
    private static final Pattern COUPON =
            Pattern.compile(
                    "(invoice|line(?: item)? ?(\\d+)) (fixed )?(\\d+(?:\\.\\d+)?) ?(%?)",
                    Pattern.CASE_INSENSITIVE);

    private static void addCoupon(
            String text,
            List<LineInput> lines,
            List<Coupon> invoiceCoupons,
            CurrencyCode currency) {
        Matcher told = COUPON.matcher(text.trim());
        if (!told.matches()) {
            throw new IllegalArgumentException(
                    "input.coupons: got \"" + text + "\", expected such as \"line1 fixed 40\"");
        }
        BigDecimal value = new BigDecimal(told.group(4));
        Discount discount =
                told.group(5).isEmpty()
                        ? new Discount.AmountOff(Rounding.HALF_UP.toMoney(value, currency))
                        : new Discount.PercentOff(value);
        Coupon coupon = Coupon.of(text, discount);
        if (told.group(2) == null) {
            invoiceCoupons.add(coupon);
            return;
        }
        int place = Integer.parseInt(told.group(2)) - 1;
        if (place < 0 || place >= lines.size()) {
            throw new IllegalArgumentException(
                    "input.coupons: got \""
                            + text
                            + "\", expected one of "
                            + lines.size()
                            + " lines");
        }
        LineInput line = lines.get(place);
        List<Coupon> coupons = new ArrayList<>(line.coupons());
        coupons.add(coupon);
        lines.set(place, line.withCoupons(coupons));
    }

    /**
     * Learns what credits may pay, lets the wallets pay it, computes the invoice with what they
     * paid.
     */
    private static Answer paid(InvoiceInputs inputs, List<BigDecimal> balances) {
        CurrencyCode currency = inputs.currency();
        InvoiceDraft preview = InvoiceComputation.compute(inputs);
        List<Wallets.Purse> purses = new ArrayList<>();
        for (BigDecimal balance : balances) {
            Money payable = new CreditValue(BigDecimal.ONE, currency).payable(balance);
            purses.add(new Wallets.Purse("w" + purses.size(), 0, Instant.EPOCH, payable, Set.of()));
        }
        List<CreditInput> credits = new ArrayList<>();
        Map<String, Money> owed = Map.of("usage", preview.creditable());
        for (Wallets.Payment payment : Wallets.pay(purses, owed, currency, FLEXPRICE)) {
            credits.add(new CreditInput(payment.walletId(), payment.amount()));
        }
        InvoiceDraft draft = InvoiceComputation.compute(inputs.withCredits(credits));
        return Answer.of(
                "discount", draft.totalDiscount(),
                "credits_applied", draft.creditsApplied(),
                "applied", draft.creditsApplied(),
                "subtotal", draft.subtotal(),
                "tax", draft.tax(),
                "total", draft.total());
    }

    private static Answer creditAdjustment(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        List<LineInput> lines = new ArrayList<>();
        for (String name : in.names()) {
            if (name.startsWith("fixed_line") || name.startsWith("usage_line")) {
                LineKind kind = name.startsWith("fixed") ? LineKind.FIXED : LineKind.USAGE;
                List<BigDecimal> amounts =
                        in.isList(name) ? in.decimals(name) : List.of(in.decimal(name));
                for (BigDecimal amount : amounts) {
                    lines.add(Invoices.line(lines.size() + 1, kind, amount));
                }
            }
        }
        List<Coupon> invoiceCoupons = new ArrayList<>();
        if (in.has("line_discount")) {
            addCoupon("line1 fixed " + in.text("line_discount"), lines, invoiceCoupons, currency);
        }
        if (in.has("invoice_level_discount")) {
            addCoupon(
                    "invoice fixed " + in.text("invoice_level_discount"),
                    lines,
                    invoiceCoupons,
                    currency);
        }
        List<BigDecimal> balances =
                in.has("wallets") ? in.decimals("wallets") : List.of(in.decimal("wallet", "0"));
        return paid(
                InvoiceInputs.of(currency, FLEXPRICE, lines).withCoupons(invoiceCoupons), balances);
    }

    private static List<TaxRate> rates(Input in) {
        List<BigDecimal> percents =
                in.has("rates_percent")
                        ? in.decimals("rates_percent")
                        : in.decimalIfAny("rate_percent").map(List::of).orElse(List.of());
        List<TaxRate> rates = new ArrayList<>();
        for (BigDecimal percent : percents) {
            rates.add(TaxRate.Percentage.exclusive("tax" + rates.size(), percent.toPlainString()));
        }
        return rates;
    }

    private static Answer taxes(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        InvoiceInputs inputs =
                Invoices.inputs(
                        currency, FLEXPRICE, List.of(in.firstDecimal("taxable", "subtotal")));
        if (in.has("discount")) {
            Money off = Money.of(in.decimal("discount"), currency);
            inputs =
                    inputs.withCoupons(List.of(Coupon.of("discount", new Discount.AmountOff(off))));
        }
        InvoiceDraft draft = InvoiceComputation.compute(inputs.withTaxes(rates(in)));
        // Cases of several rates call the sum of the taxes their total, those with a discount the
        // invoice's.
        return Answer.of(
                "tax", draft.tax(),
                "each", draft.taxes().stream().map(TaxLine::amount).toList(),
                "total", in.has("rates_percent") ? draft.tax() : draft.total(),
                "total_tax", draft.tax());
    }

    private static Answer openingCredit(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        List<Money> amounts = new ArrayList<>();
        if (in.isList("fixed_line_amounts")) {
            in.decimals("fixed_line_amounts")
                    .forEach(amount -> amounts.add(Money.of(amount, currency)));
        } else {
            String text = in.text("fixed_line_amounts");
            int count = Words.count(text).orElse(1);
            BigDecimal each = Words.firstNumber(text).divide(BigDecimal.valueOf(count));
            for (int i = 0; i < count; i++) {
                amounts.add(Money.of(each, currency));
            }
        }
        Proration.Offset offset =
                Proration.offset(amounts, Money.of(in.decimal("credit"), currency));
        Answer answer =
                Answer.of(
                        "adjusted", offset.adjusted(),
                        "applied", offset.applied(),
                        "excess", offset.excess());
        return offset.excess().isPositive()
                ? answer.becauseInstead(
                        "what the opening lines cannot take is owed to the customer and credited,"
                                + " not lost: "
                                + offset.excess()
                                + " of it here")
                : answer;
    }

    private static Answer voidRefund(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        VoidRefund refund =
                VoidRefund.of(
                        Money.of(in.decimal("amount_paid", "0"), currency),
                        Money.of(in.decimal("prepaid_credits_applied", "0"), currency),
                        Money.of(in.decimal("already_refunded", "0"), currency));
        Money before = Money.of(in.decimal("wallet_balance_before", "0"), currency);
        return Answer.of(
                "refund_to_wallet", refund.toWallet(),
                "credited", refund.toWallet(),
                "refunded_amount", refund.refundedInAll(),
                "wallet_balance_after", before.plus(refund.toWallet()),
                "wallet_created",
                        !in.has("wallet_balance_before") && refund.toWallet().isPositive(),
                "invoice_status", "VOIDED",
                "payment_status",
                        refund.refundedInAll().isPositive()
                                ? "REFUNDED"
                                : in.text("payment_status", "PENDING"));
    }

    private static Answer creditNote(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        BigDecimal asked =
                in.has("lines")
                        ? in.decimals("lines").stream().reduce(BigDecimal.ZERO, BigDecimal::add)
                        : in.firstDecimal("credit", "amount", "credit_amount");
        // A case about the kind of credit note alone does not say what the invoice came to: enough.
        BigDecimal total =
                in.decimalIfAny("invoice_total").or(() -> in.decimalIfAny("total")).orElse(asked);
        PaymentStatus status = PaymentStatus.valueOf(in.text("payment_status", "PENDING"));
        boolean settled =
                status == PaymentStatus.SUCCEEDED || status == PaymentStatus.PARTIALLY_REFUNDED;
        BigDecimal paid = in.decimal("amount_paid", settled ? total.toPlainString() : "0");
        CreditNoteLimit limit =
                CreditNoteLimit.of(
                        new CreditNoteLimit.Standing(
                                status,
                                Money.of(total, currency),
                                Money.of(paid, currency),
                                Money.of(
                                        in.decimal(
                                                "already_refunded",
                                                in.decimal("refunded", "0").toPlainString()),
                                        currency),
                                Money.of(
                                        in.decimal(
                                                "already_adjusted",
                                                in.decimal("adjusted", "0").toPlainString()),
                                        currency)));
        return answer(limit, limit.decide(Money.of(asked, currency)));
    }

    private static Answer answer(CreditNoteLimit limit, CreditNoteLimit.Decision decision) {
        Answer answer =
                switch (limit) {
                    case CreditNoteLimit.Refund(Money most) ->
                            Answer.of("credit_note_type", "REFUND", "type", "REFUND", "max", most);
                    case CreditNoteLimit.Adjustment(Money most) ->
                            Answer.of(
                                    "credit_note_type",
                                    "ADJUSTMENT",
                                    "type",
                                    "ADJUSTMENT",
                                    "max",
                                    most);
                    case CreditNoteLimit.Unsupported _ -> Answer.of();
                };
        return switch (decision) {
            case CreditNoteLimit.Decision.Granted(Money amount) ->
                    answer.with("status", "FINALIZED")
                            .with("total_amount", amount)
                            .with("ok", true);
            case CreditNoteLimit.Decision.Exceeds exceeds ->
                    // The part before the figures names the rule; cases quote only that.
                    answer.with(
                            "error",
                            exceeds.message().substring(0, exceeds.message().indexOf(':')));
            case CreditNoteLimit.Decision.NotPossible(PaymentStatus status) ->
                    answer.with("error", "no credit note for an invoice that is " + status);
        };
    }

    /**
     * Two drafts race for what can be refunded once: each is checked again when it is finalized.
     */
    private static Answer twoCreditNotes(Input in) {
        CurrencyCode currency = FlexpricePrices.currency(in);
        Money each = Money.of(in.decimal("two_drafts_each"), currency);
        Money paid = Money.of(refundable(in, each.toDecimal()), currency);
        Money refunded = Money.zero(currency);
        List<String> fates = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            CreditNoteLimit limit =
                    CreditNoteLimit.of(
                            new CreditNoteLimit.Standing(
                                    PaymentStatus.SUCCEEDED,
                                    paid,
                                    paid,
                                    refunded,
                                    Money.zero(currency)));
            switch (limit.decide(each)) {
                case CreditNoteLimit.Decision.Granted(Money amount) -> {
                    refunded = refunded.plus(amount);
                    fates.add("FINALIZED, wallet +" + Matching.shown(amount.toDecimal()));
                }
                case CreditNoteLimit.Decision.Exceeds _, CreditNoteLimit.Decision.NotPossible _ ->
                        fates.add("stays DRAFT, error");
            }
        }
        return Answer.of("first", fates.get(0), "second", fates.get(1));
    }

    /** "enough for one", "enough for both", or an amount. */
    private static BigDecimal refundable(Input in, BigDecimal each) {
        String told = in.text("refundable").toLowerCase(Locale.ROOT);
        if (!told.startsWith("enough for ")) {
            return Words.firstNumber(told);
        }
        String many = told.substring("enough for ".length());
        int count =
                many.startsWith("both")
                        ? 2
                        : Words.count(many)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "input.refundable: got \""
                                                                + told
                                                                + "\", expected such as enough"
                                                                + " for one"));
        return each.multiply(BigDecimal.valueOf(count));
    }

    private static Answer threshold(Input in) {
        BigDecimal usage =
                in.has("usage_amount")
                        ? in.decimal("usage_amount")
                        : Rating.rate(
                                        Prices.flat(in.decimal("unit_price")),
                                        in.firstDecimal("events", "quantity"),
                                        FlexpricePrices.currency(in),
                                        FLEXPRICE)
                                .precise();
        Instant now = Invoices.MONTH.start().plusSeconds(86_400);
        ThresholdInvoice.Outcome outcome =
                new ThresholdInvoice(in.decimal("auto_invoice_threshold"))
                        .at(now, Invoices.MONTH, usage);
        boolean advanced = outcome.next().start().equals(now);
        return Answer.of(
                "invoiced",
                outcome instanceof ThresholdInvoice.Outcome.Due,
                "usage_amount",
                usage,
                "billing_reason",
                advanced ? "AUTO_INVOICE_THRESHOLD" : "none",
                "current_period_start",
                advanced ? "advanced to run time" : "unchanged");
    }
}

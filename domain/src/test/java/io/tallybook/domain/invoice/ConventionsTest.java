package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.CurrencyMismatch;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The order and rounding of each world, by figures. */
class ConventionsTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static PricingModel each(String amount) {
        return new PricingModel.FlatFee(new BigDecimal(amount));
    }

    private static InvoiceInputs usage(Conventions conventions, String... amounts) {
        List<LineInput> lines = new ArrayList<>();
        for (String amount : amounts) {
            lines.add(LineInput.usage("l" + lines.size(), each(amount), BigDecimal.ONE, MARCH));
        }
        return InvoiceInputs.of(USD, conventions, lines);
    }

    private static Coupon percent(String percent) {
        return Coupon.of(percent + "%", new Discount.PercentOff(new BigDecimal(percent)));
    }

    private static Coupon off(String amount) {
        return Coupon.of(amount + " off", new Discount.AmountOff(usd(amount)));
    }

    private static CreditInput wallet(String amount) {
        return new CreditInput("wallet", usd(amount));
    }

    private static TaxRate tax(String percent) {
        return TaxRate.Percentage.exclusive("tax " + percent, percent);
    }

    private static InvoiceDraft compute(InvoiceInputs inputs) {
        return InvoiceComputation.compute(inputs);
    }

    @ParameterizedTest(name = "{0} with {1} and {2} of credits: discount {3}, total {4}")
    @CsvSource({
        "30;70,           10%,    20,   10.00, 70.00",
        "33.33;66.67,     10%,    10,   10.00, 80.00",
        "9.99;0.01,       10%,    1,    1.00,  8.00",
        "33.33;33.33;33.34, 33.33%, 10, 33.33, 56.67",
        "50.33;49.67,     12.5%,  8.27, 12.50, 79.23",
        "0.03;0.04,       50%,    0.01, 0.04,  0.02",
        "0.33;0.34;0.33,  10%,    0.05, 0.10,  0.85",
        "50;50,           20,     40,   20.00, 40.00",
        "60;40,           0,      50,   0.00,  50.00",
        "5;5,             15,     0,    10.00, 0.00",
    })
    void inFlexpricesWorldCreditsComeAfterCoupons(
            String lines, String coupon, String credits, String discount, String total) {
        InvoiceInputs inputs =
                usage(Conventions.FLEXPRICE, lines.split(";", -1))
                        .withCoupons(
                                List.of(
                                        coupon.endsWith("%")
                                                ? percent(coupon.substring(0, coupon.length() - 1))
                                                : off(coupon)))
                        .withCredits(List.of(wallet(credits)));
        InvoiceDraft draft = compute(inputs);
        assertThat(draft.totalDiscount()).isEqualTo(usd(discount));
        assertThat(draft.total()).isEqualTo(usd(total));
    }

    @Test
    void creditsLowerTheTaxBaseInNoWorld() {
        for (Conventions conventions : Conventions.values()) {
            InvoiceDraft draft =
                    compute(
                            usage(conventions, "100")
                                    .withCoupons(List.of(percent("10")))
                                    .withTaxes(List.of(tax("10")))
                                    .withCredits(List.of(wallet("50"))));
            assertThat(draft.tax()).isEqualTo(usd("9.00"));
            assertThat(draft.total()).isEqualTo(usd("49.00"));
        }
    }

    @Test
    void whatCreditsMayPayDiffersFromWorldToWorld() {
        List<LineInput> lines =
                List.of(
                        LineInput.fixed("seats", each("20"), BigDecimal.ONE, MARCH),
                        LineInput.usage("calls", each("80"), BigDecimal.ONE, MARCH));
        for (Conventions conventions : Conventions.values()) {
            InvoiceDraft draft =
                    compute(
                            InvoiceInputs.of(USD, conventions, lines)
                                    .withTaxes(List.of(tax("10"))));
            boolean usageOnly = conventions == Conventions.FLEXPRICE;
            assertThat(draft.creditable()).isEqualTo(usd(usageOnly ? "80.00" : "110.00"));
            assertThat(draft.creditableByKind())
                    .isEqualTo(
                            usageOnly
                                    ? Map.of(
                                            LineKind.FIXED,
                                            usd("0.00"),
                                            LineKind.USAGE,
                                            usd("80.00"))
                                    : Map.of(
                                            LineKind.FIXED,
                                            usd("22.00"),
                                            LineKind.USAGE,
                                            usd("88.00")));
        }
    }

    @Test
    void aWalletWithAPurposePaysOnlyLinesOfItsKind() {
        List<LineInput> lines =
                List.of(
                        LineInput.fixed("seats", each("20"), BigDecimal.ONE, MARCH),
                        LineInput.usage("calls", each("80"), BigDecimal.ONE, MARCH));
        InvoiceInputs inputs = InvoiceInputs.of(USD, Conventions.EXACT, lines);
        CreditInput forSeats = new CreditInput("w", usd("15"), Set.of(LineKind.FIXED));
        InvoiceDraft draft = compute(inputs.withCredits(List.of(forSeats)));
        assertThat(draft.lines().stream().map(DraftLine::creditsApplied))
                .containsExactly(usd("15.00"), usd("0.00"));
        CreditInput tooMuch = new CreditInput("w", usd("21"), Set.of(LineKind.FIXED));
        assertThatThrownBy(() -> compute(inputs.withCredits(List.of(tooMuch))))
                .isInstanceOf(InvoiceInvariant.class);
        CreditInput usageOnly = new CreditInput("w", usd("1"), Set.of(LineKind.FIXED));
        assertThatThrownBy(
                        () ->
                                compute(
                                        InvoiceInputs.of(USD, Conventions.FLEXPRICE, lines)
                                                .withCredits(List.of(usageOnly))))
                .isInstanceOf(InvoiceInvariant.class);
    }

    @Test
    void lineCouponsAreOfTheFullAmountInFlexpricesWorldAndOfTheRestElsewhere() {
        for (Conventions conventions : Conventions.values()) {
            LineInput line =
                    LineInput.usage("l", each("100"), BigDecimal.ONE, MARCH)
                            .withCoupons(List.of(percent("30"), percent("20")));
            InvoiceDraft draft = compute(InvoiceInputs.of(USD, conventions, List.of(line)));
            assertThat(draft.totalDiscount())
                    .isEqualTo(usd(conventions == Conventions.FLEXPRICE ? "50.00" : "44.00"));
        }
    }

    @Test
    void lineCouponsNeverTakeMoreThanTheLine() {
        LineInput line =
                LineInput.usage("l", each("30"), BigDecimal.ONE, MARCH)
                        .withCoupons(List.of(off("40"), percent("80")));
        InvoiceDraft draft = compute(InvoiceInputs.of(USD, Conventions.FLEXPRICE, List.of(line)));
        assertThat(draft.total()).isEqualTo(usd("0.00"));
    }

    @ParameterizedTest(name = "{0} of 100 leaves {1}")
    @CsvSource({"15%;20%, 68.00", "10;20%, 72.00", "20%;10, 70.00", "120, 0.00"})
    void invoiceCouponsFollowOneAnother(String coupons, String total) {
        List<Coupon> all =
                Stream.of(coupons.split(";", -1))
                        .map(
                                c ->
                                        c.endsWith("%")
                                                ? percent(c.substring(0, c.length() - 1))
                                                : off(c))
                        .toList();
        for (Conventions conventions : Conventions.values()) {
            assertThat(compute(usage(conventions, "100").withCoupons(all)).total())
                    .isEqualTo(usd(total));
        }
    }

    @Test
    void inLagosWorldTaxesAreTakenOfUnroundedShares() {
        InvoiceInputs inputs = usage(Conventions.LAGO, "10", "20").withCoupons(List.of(off("10")));
        LineInput first = inputs.lines().getFirst().withTaxes(List.of(tax("10")));
        LineInput second = inputs.lines().get(1).withTaxes(List.of(tax("10"), tax("12")));
        InvoiceDraft draft =
                compute(
                        InvoiceInputs.of(USD, Conventions.LAGO, List.of(first, second))
                                .withCoupons(List.of(off("10"))));
        assertThat(draft.taxes().stream().map(t -> t.amount()))
                .containsExactly(usd("2.00"), usd("1.60"));
        assertThat(draft.taxes().stream().map(t -> t.base()))
                .containsExactly(usd("20.00"), usd("13.33"));
    }

    @Test
    void progressiveCreditsComeFirstAndTheirRestIsOwed() {
        InvoiceDraft draft =
                compute(
                        usage(Conventions.LAGO, "400", "31")
                                .withProgressive(
                                        List.of(
                                                new ProgressiveCredit("p1", "l0", usd("200")),
                                                new ProgressiveCredit("p2", "l1", usd("50"))))
                                .withCoupons(List.of(percent("10"))));
        assertThat(draft.progressiveCredited()).isEqualTo(usd("231.00"));
        assertThat(draft.unusedProgressive()).isEqualTo(usd("19.00"));
        assertThat(draft.totalDiscount()).isEqualTo(usd("20.00"));
        assertThat(draft.total()).isEqualTo(usd("180.00"));
    }

    @Test
    void creditNotesPayTheOldestFirstAndNoMoreThanIsOwed() {
        InvoiceDraft draft =
                compute(
                        usage(Conventions.LAGO, "60")
                                .withTaxes(List.of(tax("10")))
                                .withCreditNotes(
                                        List.of(
                                                new CreditNoteInput("old", usd("20")),
                                                new CreditNoteInput("new", usd("50")))));
        assertThat(draft.creditNotes())
                .containsExactly(
                        new DraftLine.Part("old", usd("20.00")),
                        new DraftLine.Part("new", usd("46.00")));
        assertThat(draft.total()).isEqualTo(usd("0.00"));
    }

    @Test
    void aCouponMayBeLimitedToLines() {
        InvoiceDraft draft =
                compute(
                        usage(Conventions.EXACT, "100", "50")
                                .withCoupons(List.of(percent("10").limitedTo(List.of("l1")))));
        assertThat(draft.lines().stream().map(DraftLine::discount))
                .containsExactly(usd("0.00"), usd("5.00"));
        assertThat(draft.discounts()).containsExactly(new DraftLine.Part("10%", usd("5.00")));
    }

    @Test
    void inputsThatAreNoInvoiceNameFieldAndValue() {
        assertThatThrownBy(
                        () ->
                                compute(
                                        usage(Conventions.EXACT, "1")
                                                .withCoupons(
                                                        List.of(
                                                                percent("10")
                                                                        .limitedTo(
                                                                                List.of("lx"))))))
                .hasMessage(
                        "coupons.line_ids: got \"lx\", expected the id of a line of this invoice");
        assertThatThrownBy(
                        () ->
                                compute(
                                        usage(Conventions.EXACT, "1")
                                                .withProgressive(
                                                        List.of(
                                                                new ProgressiveCredit(
                                                                        "p", "ly", usd("1"))))))
                .hasMessage(
                        "progressive_credits.line_id: got \"ly\", expected the id of a line of this"
                                + " invoice");
        LineInput line = LineInput.usage("same", each("1"), BigDecimal.ONE, MARCH);
        assertThatThrownBy(
                        () ->
                                compute(
                                        InvoiceInputs.of(
                                                USD, Conventions.EXACT, List.of(line, line))))
                .hasMessage("lines.id: got \"same\" twice, expected distinct ids");
        assertThatThrownBy(() -> new CreditInput("w", usd("-1")))
                .hasMessageContaining("credits.amount of wallet w");
        assertThatThrownBy(() -> new CreditNoteInput("n", usd("-1")))
                .hasMessageContaining("credit_notes.balance");
        assertThatThrownBy(() -> new ProgressiveCredit("p", "l", usd("-1")))
                .hasMessageContaining("progressive_credits.amount");
    }

    @Test
    void aCouponOfAnotherCurrencyIsABrokenInvariant() {
        Coupon euros =
                Coupon.of("eur", new Discount.AmountOff(Money.ofMinor(1, CurrencyCode.of("EUR"))));
        assertThatThrownBy(() -> compute(usage(Conventions.EXACT, "1").withCoupons(List.of(euros))))
                .isInstanceOf(CurrencyMismatch.class);
    }

    @Test
    void everyKindOfChargeIsExplainedByItsSteps() {
        LineTerms terms = LineTerms.of(each("10"), USD, Conventions.EXACT);
        List<LineInput> lines =
                List.of(
                        LineInput.of(
                                "bucketed",
                                LineKind.USAGE,
                                new Charge.Bucketed(
                                        each("0.10"),
                                        List.of(new BigDecimal("9"), new BigDecimal("10"))),
                                MARCH),
                        LineInput.of(
                                "prorated",
                                LineKind.FIXED,
                                new Charge.Metered(
                                        terms,
                                        MeteredUsage.of(new BigDecimal("5")),
                                        new BigDecimal("2"),
                                        Ratio.of(17, 31)),
                                MARCH),
                        LineInput.of(
                                "buckets",
                                LineKind.USAGE,
                                new Charge.MeteredBuckets(
                                        terms,
                                        List.of(new BigDecimal("3"), new BigDecimal("4")),
                                        new BigDecimal("5")),
                                MARCH),
                        LineInput.of(
                                "nothing",
                                LineKind.TRUE_UP,
                                new Charge.Computed(BigDecimal.ZERO, List.of()),
                                MARCH));
        InvoiceDraft draft =
                compute(
                        InvoiceInputs.of(USD, Conventions.EXACT, lines)
                                .withTaxes(List.of(TaxRate.Percentage.inclusive("vat", "20"))));
        assertThat(draft.lines().stream().map(DraftLine::amount))
                .containsExactly(usd("1.90"), usd("16.45"), usd("20.00"), usd("0.00"));
        for (DraftLine line : draft.lines()) {
            assertThat(Explanation.of(line, draft).recomputed()).isEqualTo(line.total());
        }
        assertThatThrownBy(() -> compute(InvoiceInputs.of(USD, Conventions.LAGO, lines)))
                .hasMessageStartingWith("lines.terms: got USD and EXACT");
    }

    @Test
    void anInvoiceWithoutLinesIsEmpty() {
        InvoiceDraft draft = compute(usage(Conventions.EXACT).withCoupons(List.of(percent("10"))));
        assertThat(draft.total()).isEqualTo(usd("0.00"));
        assertThat(draft.creditable()).isEqualTo(usd("0.00"));
    }
}

package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.invoice.Explanation.Effect;
import io.tallybook.domain.invoice.Explanation.Row;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.TaxRate.Placement;
import io.tallybook.domain.tax.TaxRate.Stacking;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
    private static final CurrencyCode EUR = CurrencyCode.of("EUR");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));
    private static final LineInput TOKENS =
            LineInput.usage(
                    "tokens",
                    new PricingModel.FlatFee(new BigDecimal("1.21")),
                    new BigDecimal("100"),
                    MARCH);

    private static Money eur(String amount) {
        return Money.of(new BigDecimal(amount), EUR);
    }

    private static InvoiceInputs everything(Conventions conventions) {
        return InvoiceInputs.of(EUR, conventions, List.of(TOKENS))
                .withProgressive(List.of(new ProgressiveCredit("inv_1", "tokens", eur("21.00"))))
                .withCoupons(List.of(Coupon.of("tenth", new Discount.PercentOff(BigDecimal.TEN))))
                .withTaxes(
                        List.of(
                                new TaxRate.Percentage(
                                        "vat",
                                        new BigDecimal("20"),
                                        Placement.INCLUSIVE,
                                        Stacking.SIMPLE),
                                TaxRate.Percentage.exclusive("city", "10")))
                .withCreditNotes(List.of(new CreditNoteInput("cn_1", eur("5.00"))))
                .withCredits(List.of(new CreditInput("wal_1", eur("7.00"))));
    }

    // 121.00 - 21.00 - 10.00 leaves 90.00, of which 15.00 is VAT; 7.50 is a tenth of the rest.
    @ParameterizedTest
    @EnumSource(Conventions.class)
    void everyStepFromTheUsageToTheTotalIsARow(Conventions conventions) {
        InvoiceDraft draft = InvoiceComputation.compute(everything(conventions));
        Explanation explanation = Explanation.of(draft.lines().getFirst(), draft);
        assertThat(explanation.amount()).isEqualTo(eur("121.00"));
        assertThat(explanation.rows())
                .containsExactly(
                        new Row("progressive", "", Effect.LESS, eur("21.00")),
                        new Row("coupon", "tenth", Effect.LESS, eur("10.00")),
                        new Row("tax", "vat", Effect.CONTAINED, eur("15.00")),
                        new Row("tax", "city", Effect.MORE, eur("7.50")),
                        new Row("credit_note", "", Effect.LESS, eur("5.00")),
                        new Row("credits", "", Effect.LESS, eur("7.00")));
        assertThat(explanation.recomputed()).isEqualTo(eur("85.50"));
        assertThat(draft.total()).isEqualTo(eur("85.50"));
    }

    @Test
    void whatDidNotHappenIsNoRow() {
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        InvoiceInputs.of(EUR, Conventions.EXACT, List.of(TOKENS)));
        Explanation explanation = Explanation.of(draft.lines().getFirst(), draft);
        assertThat(explanation.rows()).isEmpty();
        assertThat(explanation.recomputed()).isEqualTo(eur("121.00"));
    }
}

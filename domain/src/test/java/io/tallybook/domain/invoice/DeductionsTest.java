package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.discount.Coupon;
import io.tallybook.domain.discount.Discount;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Lines below zero: what was paid ahead and is taken off. */
class DeductionsTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2024-04-01T00:00:00Z"));

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static LineInput line(String id, LineKind kind, String amount) {
        return LineInput.of(
                id,
                kind,
                new Charge.Computed(
                        BigDecimal.ONE,
                        List.of(
                                RatingStep.of(
                                        "agreed",
                                        BigDecimal.ZERO,
                                        null,
                                        BigDecimal.ZERO,
                                        BigDecimal.ZERO,
                                        new BigDecimal(amount)))),
                MARCH);
    }

    private static InvoiceInputs invoice(Conventions conventions, LineInput... lines) {
        return InvoiceInputs.of(USD, conventions, List.of(lines));
    }

    @Test
    void whatIsTakenOffIsNeitherDiscountedNorTaxed() {
        for (Conventions conventions : Conventions.values()) {
            InvoiceDraft draft =
                    InvoiceComputation.compute(
                            invoice(
                                            conventions,
                                            line("new", LineKind.FIXED, "150.00"),
                                            line("old", LineKind.FIXED, "-50.00"))
                                    .withCoupons(
                                            List.of(
                                                    Coupon.of(
                                                            "ten",
                                                            new Discount.PercentOff(
                                                                    new BigDecimal("10")))))
                                    .withTaxes(List.of(TaxRate.Percentage.exclusive("vat", "20"))));
            assertThat(draft.subtotal()).isEqualTo(usd("100.00"));
            assertThat(draft.totalDiscount()).isEqualTo(usd("10.00"));
            assertThat(draft.tax()).isEqualTo(usd("18.00"));
            assertThat(draft.total()).isEqualTo(usd("108.00"));
        }
    }

    @Test
    void linesOfTheSameKindBearItFirst() {
        InvoiceDraft draft =
                InvoiceComputation.compute(
                        invoice(
                                Conventions.FLEXPRICE,
                                line("usage", LineKind.USAGE, "40.00"),
                                line("new", LineKind.FIXED, "30.00"),
                                line("old", LineKind.FIXED, "-50.00")));
        assertThat(draft.creditable()).as("20 of 40 are left").isEqualTo(usd("20.00"));
        assertThat(draft.total()).isEqualTo(usd("20.00"));
    }

    @Test
    void moreThanThereIsCannotBeTakenOff() {
        assertThatThrownBy(
                        () ->
                                InvoiceComputation.compute(
                                        invoice(
                                                Conventions.EXACT,
                                                line("new", LineKind.FIXED, "30.00"),
                                                line("old", LineKind.FIXED, "-30.01"))))
                .isInstanceOf(InvoiceInvariant.class)
                .hasMessageContaining("0.01");
    }

    @Property
    void theTotalIsTheSumOfItsLinesWhateverIsTakenOff(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 100_000) Integer> owed,
            @ForAll @IntRange(max = 100_000) int off,
            @ForAll Conventions conventions) {
        long sum = owed.stream().mapToLong(Integer::longValue).sum();
        List<LineInput> lines = new ArrayList<>();
        for (Integer cents : owed) {
            LineKind kind = cents % 2 == 0 ? LineKind.USAGE : LineKind.FIXED;
            lines.add(line("l" + lines.size(), kind, cents(cents)));
        }
        long taken = Math.min(off, sum);
        lines.add(line("off", LineKind.FIXED, cents(-taken)));
        InvoiceDraft draft = InvoiceComputation.compute(InvoiceInputs.of(USD, conventions, lines));
        assertThat(draft.total().minor()).isEqualTo(sum - taken);
        assertThat(draft.creditable().minor()).isBetween(0L, sum - taken);
    }

    private static String cents(long cents) {
        return BigDecimal.valueOf(cents, 2).toPlainString();
    }
}

package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.invoice.CreditComputation.CreditNoteDraft;
import io.tallybook.domain.invoice.CreditComputation.Item;
import io.tallybook.domain.invoice.CreditNoteLimit.Decision;
import io.tallybook.domain.invoice.CreditNoteLimit.PaymentStatus;
import io.tallybook.domain.invoice.CreditNoteLimit.Standing;
import io.tallybook.domain.invoice.CreditSettlement.Mode;
import io.tallybook.domain.invoice.CreditSettlement.Payment;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.tax.TaxRate;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credit notes, voids, progressive invoices, numbers and dates. */
class CorrectionsTest {
    private static final CurrencyCode EUR = CurrencyCode.of("EUR");

    private static Money eur(long cents) {
        return Money.ofMinor(cents, EUR);
    }

    private static List<TaxRate> tax(String percent) {
        return List.of(TaxRate.Percentage.exclusive("t", percent));
    }

    @ParameterizedTest(name = "{1}/{2} of {0} at {3} %: {4} + {5}")
    @CsvSource({
        "20000, 29, 30, 25, 19333, 4833",
        "3100, 16, 31, 20, 1600, 320",
        "6200, 16, 31, 20, 3200, 640",
        "1000, 20, 31, 25, 645, 161",
        "1500, 20, 31, 25, 968, 242",
    })
    void aCreditNoteIsTheSumOfItsRoundedParts(
            long line, long unused, long days, String percent, long net, long taxed) {
        Ratio credited = Ratio.of(unused, days).times(BigDecimal.valueOf(line));
        CreditNoteDraft note =
                CreditComputation.compute(
                        List.of(new Item(eur(line), eur(0), tax(percent), credited)), EUR);
        assertThat(note.net()).isEqualTo(eur(net));
        assertThat(note.tax()).isEqualTo(eur(taxed));
        assertThat(note.total()).isEqualTo(eur(net + taxed));
    }

    @Test
    void aCreditNoteGivesBackItsPartOfTheCoupon() {
        CreditNoteDraft note =
                CreditComputation.compute(
                        List.of(Item.of(eur(3100), eur(500), tax("20"), eur(1400))), EUR);
        assertThat(note.subtotal()).isEqualTo(eur(1400));
        assertThat(note.couponShare()).isEqualTo(eur(226));
        assertThat(note.total()).isEqualTo(eur(1409));
    }

    @Test
    void moreThanALineCannotBeGivenBack() {
        assertThatThrownBy(() -> Item.of(eur(100), eur(0), List.of(), eur(101)))
                .hasMessage(
                        "credit_note.items.amount: got 101 minor units, expected from 0 to the"
                                + " line's 1.00 EUR");
        assertThatThrownBy(() -> Item.of(eur(100), eur(0), List.of(), eur(-1)))
                .hasMessageContaining("got -1");
        assertThat(
                        CreditComputation.compute(
                                        List.of(Item.of(eur(0), eur(0), tax("20"), eur(0))), EUR)
                                .total())
                .isEqualTo(eur(0));
    }

    @ParameterizedTest(name = "{0}: total {1}, paid {2}, refunded {3}, adjusted {4}, at most {5}")
    @CsvSource({
        "SUCCEEDED, 100, 100, 0, 0, 100",
        "PARTIALLY_REFUNDED, 100, 100, 30, 0, 70",
        "PENDING, 100, 40, 0, 0, 60",
        "FAILED, 100, 0, 0, 25, 75",
        "PROCESSING, 88, 0, 0, 0, 88",
    })
    void whatMayBeGivenBackFollowsFromThePayment(
            PaymentStatus status, long total, long paid, long refunded, long adjusted, long most) {
        CreditNoteLimit limit =
                CreditNoteLimit.of(
                        new Standing(status, eur(total), eur(paid), eur(refunded), eur(adjusted)));
        assertThat(limit.decide(eur(most))).isEqualTo(new Decision.Granted(eur(most)));
        assertThat(limit.decide(eur(most + 1)))
                .isEqualTo(new Decision.Exceeds(eur(most + 1), eur(most)));
        assertThat(limit.decide(eur(0))).isInstanceOf(Decision.Exceeds.class);
    }

    @Test
    void anOverpaidInvoiceIsFirstToBeSettled() {
        CreditNoteLimit limit =
                CreditNoteLimit.of(
                        new Standing(PaymentStatus.OVERPAID, eur(100), eur(120), eur(0), eur(0)));
        assertThat(limit.decide(eur(1)))
                .isEqualTo(new Decision.NotPossible(PaymentStatus.OVERPAID));
        assertThat(new Decision.Exceeds(eur(70), eur(60)).message())
                .isEqualTo(
                        "credit amount exceeds available limit: asked 0.70 EUR, at most 0.60 EUR");
    }

    @ParameterizedTest(name = "{0}: paid {1}, due {2} gives {3} credit, {4} refund, {5} offset")
    @CsvSource({
        "CREDIT, 5580, 0, 1680, 0, 0",
        "REFUND, 5580, 0, 690, 990, 0",
        "REFUND, 930, 0, 1680, 0, 0",
        "REFUND, 7440, 0, 0, 1680, 0",
        "OFFSET, 5580, 500, 190, 990, 500",
        "OFFSET, 930, 6510, 0, 0, 1680",
    })
    void aCreditNoteReachesTheCustomerAsAsked(
            Mode mode, long paid, long due, long credit, long refund, long offset) {
        Payment payment = new Payment(eur(3720), eur(7440), eur(paid), eur(due), eur(1800));
        assertThat(CreditSettlement.of(eur(1680), mode, payment))
                .isEqualTo(new CreditSettlement(eur(credit), eur(refund), eur(offset)));
    }

    @Test
    void nothingIsRefundedOfAnInvoiceOfNothing() {
        Payment payment = new Payment(eur(0), eur(0), eur(0), eur(0), eur(0));
        assertThat(CreditSettlement.of(eur(0), Mode.REFUND, payment))
                .isEqualTo(new CreditSettlement(eur(0), eur(0), eur(0)));
    }

    @ParameterizedTest(name = "paid {0}, credits {1}, refunded {2}: {3} back")
    @CsvSource({"30, 20, 0, 50", "60, 0, 10, 50", "0, 0, 0, 0", "10, 0, 20, 0"})
    void aVoidGivesBackWhatWasReceivedAndNotYetRefunded(
            long paid, long credits, long refunded, long back) {
        VoidRefund refund = VoidRefund.of(eur(paid), eur(credits), eur(refunded));
        assertThat(refund).isEqualTo(new VoidRefund(eur(back), eur(refunded + back)));
    }

    private static NavigableSet<BigDecimal> decimals(String text) {
        NavigableSet<BigDecimal> decimals = new TreeSet<>();
        Stream.of(text.split(";", -1))
                .filter(part -> !part.isEmpty())
                .map(BigDecimal::new)
                .forEach(decimals::add);
        return decimals;
    }

    @ParameterizedTest(name = "{0} step {1}: {2} before, {3} now passes {4}, recurring {5}")
    @CsvSource({
        "10;20;31;40, , 0, 7, '', false",
        "10;20;31;40, , 0, 10, 10, false",
        "10;20;31;40, , 9, 31, 10;20;31;40, false",
        "10;20;31;40, , 50, 0, '', false",
        "10;20;31;40, , 19, 20, 20;31, false",
        "10, 5, 0, 15, 10, true",
        "10, 5, 0, 14, 10, false",
        "10;20;31;40, 5, 40, 5, '', true",
        "10;20;31;40, 5, 43, 1, '', false",
        "10;20;31;40, 5, 43, 2, '', true",
        "'', 5, 0, 5, '', true",
    })
    void usagePassesThresholds(
            String fixed,
            BigDecimal step,
            BigDecimal before,
            BigDecimal now,
            String passed,
            boolean recurring) {
        ProgressiveBilling billing =
                new ProgressiveBilling(decimals(fixed), Optional.ofNullable(step));
        ProgressiveBilling.Passed result = billing.passed(before, now);
        assertThat(result).isEqualTo(new ProgressiveBilling.Passed(decimals(passed), recurring));
        assertThat(result.any()).isEqualTo(recurring || !passed.isEmpty());
    }

    @Test
    void thresholdsMustBeThereAndAboveZero() {
        assertThatThrownBy(() -> new ProgressiveBilling(decimals(""), Optional.empty()))
                .hasMessage("usage_thresholds: got none, expected at least one");
        assertThatThrownBy(() -> new ProgressiveBilling(decimals("0;5"), Optional.empty()))
                .hasMessage("usage_thresholds.amount: got 0, expected more than 0");
        assertThatThrownBy(
                        () -> new ProgressiveBilling(decimals("5"), Optional.of(BigDecimal.ZERO)))
                .hasMessageContaining("got 0");
    }

    @Test
    void numbersSayTheirSeries() {
        YearMonth january = YearMonth.of(2024, 1);
        assertThat(new InvoiceNumber.PerIssuer("ACME", january).text(20))
                .isEqualTo("ACME-202401-020");
        assertThat(new InvoiceNumber.PerCustomer("ACME", 2).text(15)).isEqualTo("ACME-002-015");
        assertThat(new InvoiceNumber.PerMonth("INV", january, "-", 5).text(1))
                .isEqualTo("INV-202401-00001");
        assertThat(InvoiceNumber.draft("ACME")).isEqualTo("ACME-DRAFT");
        assertThatThrownBy(() -> new InvoiceNumber.PerCustomer("ACME", 2).text(0))
                .hasMessage("invoice number: got sequence 0, expected 1 or more");
    }

    @ParameterizedTest(name = "{0}, {1}, grace {2}: {3} days from the billing day")
    @CsvSource({
        "CURRENT_PERIOD_END, KEEP_ANCHOR, 3, -1",
        "CURRENT_PERIOD_END, ALIGN_WITH_FINALIZATION, 3, 3",
        "CURRENT_PERIOD_END, ALIGN_WITH_FINALIZATION, 0, -1",
        "NEXT_PERIOD_START, KEEP_ANCHOR, 3, 0",
        "NEXT_PERIOD_START, ALIGN_WITH_FINALIZATION, 3, 3",
        "NEXT_PERIOD_START, ALIGN_WITH_FINALIZATION, 0, 0",
    })
    void anInvoiceIsDatedByItsAnchor(
            IssuingDate.Anchor anchor, IssuingDate.Adjustment adjustment, int grace, int days) {
        LocalDate billing = LocalDate.of(2024, 3, 1);
        assertThat(IssuingDate.recurring(billing, anchor, adjustment, grace))
                .isEqualTo(billing.plusDays(days));
        assertThat(IssuingDate.oneOff(billing, grace)).isEqualTo(billing.plusDays(grace));
    }
}

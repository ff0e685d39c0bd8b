package io.tallybook.domain.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.invoice.CreditComputation.CreditNoteDraft;
import io.tallybook.domain.invoice.PaidAhead.Billed;
import io.tallybook.domain.invoice.PaidAhead.Plan;
import io.tallybook.domain.invoice.PaidAhead.PlanLine;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PaidDays;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that were paid for a period and end within it; invoices that end a period early. */
class PaidAheadTest {
    private static final CurrencyCode EUR = CurrencyCode.of("EUR");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2024-04-01T00:00:00Z"));

    private static Money eur(long cents) {
        return Money.ofMinor(cents, EUR);
    }

    private static List<TaxRate> tax(String percent) {
        return List.of(TaxRate.Percentage.exclusive("t", percent));
    }

    @ParameterizedTest(name = "{0} paid, {1} of 31 days unused, coupon {2}, {3} before: {4} + {5}")
    @CsvSource({
        "3100, 16, 0, 0, 1600, 320",
        "6200, 16, 0, 0, 3200, 640",
        "3100, 16, 0, 200, 1400, 280",
        "3100, 16, 500, 200, 1174, 235",
        "3100, 16, 0, 2000, 0, 0",
        "3100, 0, 0, 0, 0, 0",
        "3100, 31, 3100, 0, 0, 0",
    })
    void unusedDaysAreGivenBackLessCouponAndEarlierNotes(
            long plan, long unused, long coupon, long earlier, long net, long taxed) {
        PlanLine line = new PlanLine(eur(plan), eur(plan), eur(coupon), tax("20"));
        CreditNoteDraft note = PaidAhead.givenBack(line, Ratio.of(unused, 31), eur(earlier));
        assertThat(note.net()).isEqualTo(eur(net));
        assertThat(note.tax()).isEqualTo(eur(taxed));
    }

    @Test
    void moreThanWasChargedIsNeverGivenBack() {
        PlanLine line = new PlanLine(eur(3100), eur(500), eur(0), List.of());
        assertThat(PaidAhead.givenBack(line, Ratio.of(16, 31), eur(0)).net()).isEqualTo(eur(500));
        assertThat(PaidAhead.used(line, Ratio.of(16, 31))).isEqualTo(eur(0));
    }

    @Property
    void whatIsGivenBackAndWhatIsUsedAreTheLineToTheCent(
            @ForAll @LongRange(min = 0, max = 1_000_000) long plan,
            @ForAll @IntRange(min = 0, max = 31) int unused) {
        PlanLine line = PlanLine.whole(eur(plan), List.of());
        Money back = PaidAhead.givenBack(line, Ratio.of(unused, 31), eur(0)).total();
        Money used = PaidAhead.used(line, Ratio.of(unused, 31));
        // Each is rounded for itself: two halves may both go up.
        assertThat(back.plus(used).minor() - plan).isBetween(0L, 1L);
    }

    @Test
    void plansThatFollowOneAnotherPayTheirRestAndGiveBackTheNextOnes() {
        LocalDate later = LocalDate.parse("2024-03-12");
        List<Billed> billed =
                PaidAhead.upgrades(
                        List.of(
                                new Plan(eur(1000), LocalDate.parse("2024-03-05")),
                                new Plan(eur(1500), later),
                                new Plan(eur(1900), later)),
                        MARCH,
                        ZoneOffset.UTC,
                        tax("25"));
        assertThat(billed.stream().map(plan -> plan.fee().minor()))
                .containsExactly(871L, 968L, 1226L);
        assertThat(
                        billed.stream()
                                .flatMap(plan -> plan.givenBack().stream())
                                .map(note -> note.total().minor()))
                .containsExactly(806L, 1210L);
        assertThat(billed.getLast().givenBack()).isEmpty();
    }

    @Test
    void aSubscriptionFeeIsThePlanForItsDays() {
        PaidDays whole = PaidDays.whole(MARCH, ZoneOffset.UTC);
        assertThat(SubscriptionFee.of(eur(100), whole)).isEqualTo(eur(100));
        assertThat(SubscriptionFee.of(eur(100), whole.from(LocalDate.parse("2024-03-15"))))
                .isEqualTo(eur(55));
        assertThat(SubscriptionFee.of(eur(100), new BigDecimal("3"), Ratio.ONE))
                .isEqualTo(eur(300));
    }

    @ParameterizedTest(name = "threshold 10, used {0}: due {1}")
    @CsvSource({"9.99, false", "10, true", "10.01, true"})
    void anInvoiceIsDueAsSoonAsTheThresholdIsReached(String used, boolean due) {
        Instant now = Instant.parse("2024-03-11T10:00:00Z");
        ThresholdInvoice.Outcome outcome =
                new ThresholdInvoice(BigDecimal.TEN).at(now, MARCH, new BigDecimal(used));
        assertThat(outcome)
                .isEqualTo(
                        due
                                ? new ThresholdInvoice.Outcome.Due(
                                        new BillingPeriod(MARCH.start(), now),
                                        new BillingPeriod(now, MARCH.end()))
                                : new ThresholdInvoice.Outcome.NotYet(MARCH));
        assertThat(outcome.next().start()).isEqualTo(due ? now : MARCH.start());
    }

    @Test
    void aThresholdOfNothingIsRefused() {
        assertThatThrownBy(() -> new ThresholdInvoice(BigDecimal.ZERO))
                .hasMessage("auto_invoice_threshold: got 0, expected more than 0");
    }
}

package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.time.Proration.Change;
import io.tallybook.domain.time.Proration.CreditLimit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final BillingPeriod MARCH =
            period("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z");
    private static final BillingPeriod APRIL_2026 =
            period("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z");
    private static final BillingPeriod JANUARY =
            period("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
    private static final CreditLimit UNLIMITED = new CreditLimit.Unlimited();

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # what,     old, new, paid, credit, charge, net
                    upgrade,    10,  20,  10,   -5.48,  10.97,  5.49
                    downgrade,  100, 30,  100,  -54.84, 16.45,  -38.39
                    quantity,   50,  100, 50,   -27.42, 54.84,  27.42
                    added,      0,   25,  0,    0.00,   13.71,  13.71
                    removed,    40,  0,   40,   -21.94, 0.00,   -21.94
                    partlyPaid, 40,  0,   5,    -5.00,  0.00,   -5.00
                    """)
    void aChangeOnTheFifteenthOfMarchLeavesSeventeenOfThirtyOneDays(
            String what,
            BigDecimal old,
            BigDecimal anew,
            BigDecimal paid,
            String credit,
            String charge,
            String net) {
        Ratio remaining =
                ProrationRule.DAYS.remaining(
                        MARCH, Instant.parse("2024-03-15T00:00:00Z"), ZoneOffset.UTC);
        assertThat(remaining).hasToString("17/31");
        var settlement =
                Proration.settle(
                        new Change(
                                old,
                                anew,
                                new CreditLimit.UpTo(Money.of(paid, USD), Money.zero(USD))),
                        remaining,
                        USD);
        assertThat(settlement.credit().toDecimal()).isEqualByComparingTo(credit);
        assertThat(settlement.charge().toDecimal()).isEqualByComparingTo(charge);
        assertThat(settlement.net().toDecimal()).isEqualByComparingTo(net);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-04-01T00:00:00Z, 20.00",
        "2026-03-31T00:00:00Z, 20.00",
        "2026-04-11T00:00:00Z, 13.33",
        "2026-04-21T00:00:00Z, 6.67",
        "2026-04-30T00:00:00Z, 0.67",
        "2026-04-30T23:59:58Z, 0.00",
        "2026-04-30T23:59:59Z, 0.00",
        "2026-05-01T00:00:00Z, 0.00"
    })
    void aSeatOfTwentyAddedDuringAprilCostsTheSecondsThatAreLeft(Instant at, String charge) {
        Ratio remaining = ProrationRule.SECONDS_TO_LAST.remaining(APRIL_2026, at, ZoneOffset.UTC);
        var settlement =
                Proration.settle(
                        new Change(BigDecimal.ZERO, new BigDecimal(20), UNLIMITED), remaining, USD);
        assertThat(settlement.net().toDecimal()).isEqualByComparingTo(charge);
    }

    @Test
    void flexpriceMeasuresUpToTheLastSecond() {
        Instant at = Instant.parse("2026-04-11T00:00:00Z");
        assertThat(ProrationRule.SECONDS_TO_LAST.remaining(APRIL_2026, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(1_727_999, 2_591_999));
        assertThat(ProrationRule.SECONDS.remaining(APRIL_2026, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(2, 3));
        assertThat(
                        ProrationRule.SECONDS_TO_LAST.remaining(
                                APRIL_2026, Instant.parse("2026-04-30T23:59:59Z"), ZoneOffset.UTC))
                .isEqualTo(Ratio.ZERO);
        assertThat(
                        ProrationRule.SECONDS.remaining(
                                APRIL_2026, Instant.parse("2026-04-30T23:59:59Z"), ZoneOffset.UTC))
                .isEqualTo(Ratio.of(1, 2_592_000));
        assertThat(
                        ProrationRule.SECONDS.remaining(
                                APRIL_2026,
                                Instant.parse("2026-04-30T23:59:59.000000001Z"),
                                ZoneOffset.UTC))
                .isEqualTo(Ratio.of(999_999_999, 2_592_000_000_000_000L));
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-31T23:59:30Z, 1, 0.0000112",
        "2025-01-01T00:00:00Z, 100, 100",
        "2025-01-16T12:00:00Z, 100, 50",
        "2025-01-20T00:00:00Z, 100, 38.70967742",
        "2025-03-15T00:00:00Z, 100, 0"
    })
    void creditsOfAStubAreCutByTheSecondToEightDecimals(
            Instant from, BigDecimal credits, String expected) {
        Ratio remaining = ProrationRule.SECONDS.remaining(JANUARY, from, ZoneOffset.UTC);
        assertThat(remaining.times(credits).toDecimal(8, Rounding.HALF_UP))
                .isEqualByComparingTo(expected);
    }

    @Test
    void whatWasPaidInArrearsIsNeverGivenBack() {
        var settlement =
                Proration.settle(
                        new Change(
                                new BigDecimal(50),
                                new BigDecimal(80),
                                new CreditLimit.NothingPaid()),
                        Ratio.of(1, 2),
                        USD);
        assertThat(settlement.credit()).isEqualTo(Money.zero(USD));
        assertThat(settlement.net()).hasToString("40.00 USD");
    }

    @Test
    void whatWasGivenBackBeforeIsNotGivenBackAgain() {
        Money ten = Money.ofMinor(1000, USD);
        var limit = new CreditLimit.UpTo(ten, Money.ofMinor(800, USD));
        assertThat(
                        Proration.settle(
                                        new Change(BigDecimal.TEN, BigDecimal.ZERO, limit),
                                        Ratio.of(1, 2),
                                        USD)
                                .credit())
                .hasToString("-2.00 USD");
        var spent = new CreditLimit.UpTo(ten, Money.ofMinor(1200, USD));
        assertThat(
                        Proration.settle(
                                        new Change(BigDecimal.TEN, BigDecimal.ZERO, spent),
                                        Ratio.of(1, 2),
                                        USD)
                                .credit())
                .isEqualTo(Money.zero(USD));
        assertThat(Proration.unused(ten, Ratio.of(16, 31), Money.zero(USD)))
                .hasToString("5.16 USD");
        assertThat(Proration.unused(ten, Ratio.of(16, 31), Money.ofMinor(600, USD)))
                .hasToString("4.00 USD");
        assertThat(Proration.unused(ten, Ratio.of(16, 31), Money.ofMinor(1001, USD)))
                .isEqualTo(Money.zero(USD));
    }

    @Test
    void aCreditIsSetAgainstAmountsInOrderAndItsExcessIsKept() {
        List<Money> lines = List.of(Money.ofMinor(15000, USD), Money.ofMinor(25000, USD));
        var offset = Proration.offset(lines, Money.ofMinor(50000, USD));
        assertThat(offset.adjusted()).containsExactly(Money.zero(USD), Money.zero(USD));
        assertThat(offset.applied()).hasToString("400.00 USD");
        assertThat(offset.excess()).hasToString("100.00 USD");
        assertThat(Proration.offset(lines, Money.ofMinor(16000, USD)).adjusted())
                .containsExactly(Money.zero(USD), Money.ofMinor(24000, USD));
        var none = Proration.offset(lines, Money.ofMinor(-100, USD));
        assertThat(none.adjusted()).isEqualTo(lines);
        assertThat(none.applied()).isEqualTo(Money.zero(USD)).isEqualTo(none.excess());
        var refund = Proration.offset(List.of(Money.ofMinor(-500, USD)), Money.ofMinor(100, USD));
        assertThat(refund.adjusted()).containsExactly(Money.ofMinor(-500, USD));
        assertThat(refund.excess()).hasToString("1.00 USD");
    }

    @Test
    void theDayOfATerminationIsUsedAndTheDayOfAnUpgradeBelongsToTheNewPlan() {
        BillingPeriod october = period("2022-10-01T00:00:00Z", "2022-11-01T00:00:00Z");
        Instant at = Instant.parse("2022-10-15T13:00:00Z");
        assertThat(ProrationRule.daysThrough(october, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(15, 31));
        assertThat(ProrationRule.daysAfter(october, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(16, 31));
        assertThat(ProrationRule.DAYS.used(october, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(14, 31));
        assertThat(ProrationRule.DAYS.remaining(october, at, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(17, 31));
        BillingPeriod quarter = period("2024-04-15T00:00:00Z", "2024-07-15T00:00:00Z");
        Ratio used =
                ProrationRule.daysThrough(
                                quarter, Instant.parse("2024-06-20T00:00:00Z"), ZoneOffset.UTC)
                        .minus(
                                ProrationRule.DAYS.used(
                                        quarter,
                                        Instant.parse("2024-05-20T00:00:00Z"),
                                        ZoneOffset.UTC));
        assertThat(used).isEqualTo(Ratio.of(32, 91));
    }

    @ParameterizedTest
    @CsvSource({
        // the first days of a monthly plan are on trial, in whole or in part
        "2024-03-01T00:00:00Z, 2024-03-04T00:00:00Z, 28/31, 28/31",
        "2024-03-05T10:00:00Z, 2024-03-15T10:00:00Z, 21/31, 21/31",
        "2024-02-20T00:00:00Z, 2024-04-20T00:00:00Z, 0, 0",
        "2024-03-31T12:00:00Z, 2024-04-02T00:00:00Z, 30/31, 61/62",
        "2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z, 1, 1",
        "2024-04-01T00:00:00Z, 2024-04-05T00:00:00Z, 1, 1"
    })
    void timeOnTrialOrPausedIsTakenOut(Instant from, Instant to, String byDays, String bySeconds) {
        List<BillingPeriod> idle = List.of(new BillingPeriod(from, to));
        assertThat(ProrationRule.DAYS.active(MARCH, idle, ZoneOffset.UTC)).hasToString(byDays);
        assertThat(ProrationRule.SECONDS.active(MARCH, idle, ZoneOffset.UTC))
                .hasToString(bySeconds);
    }

    @Test
    void idleTimesThatOverlapAreTakenOutOnce() {
        List<BillingPeriod> idle =
                List.of(
                        period("2024-03-10T00:00:00Z", "2024-03-12T00:00:00Z"),
                        period("2024-03-01T00:00:00Z", "2024-03-06T00:00:00Z"),
                        period("2024-03-04T00:00:00Z", "2024-03-05T00:00:00Z"),
                        period("2024-03-05T00:00:00Z", "2024-03-08T00:00:00Z"));
        assertThat(ProrationRule.SECONDS.active(MARCH, idle, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(22, 31));
        assertThat(ProrationRule.DAYS.active(MARCH, idle, ZoneOffset.UTC))
                .isEqualTo(Ratio.of(22, 31));
        assertThat(ProrationRule.DAYS.active(MARCH, List.of(), ZoneOffset.UTC))
                .isEqualTo(Ratio.ONE);
    }

    @Test
    void daysAreThoseOfTheCustomersZone() {
        ZoneId denver = ZoneId.of("America/Denver");
        var weeks =
                BillingSchedule.calendar(
                        Instant.parse("2023-06-16T05:00:00Z"),
                        denver,
                        Cadence.of(PeriodUnit.WEEKLY));
        assertThat(ProrationRule.DAYS.share(weeks.fullPeriod(0), weeks.period(0), denver))
                .isEqualTo(Ratio.of(4, 7));
    }

    @Test
    void datesAloneAreEnoughForDays() {
        LocalDate first = LocalDate.parse("2024-03-01");
        LocalDate last = LocalDate.parse("2024-03-31");
        assertThat(ProrationRule.daysOf(first, last, LocalDate.parse("2024-03-15")))
                .isEqualTo(Ratio.of(17, 31));
        assertThat(ProrationRule.daysOf(first, last, LocalDate.parse("2024-02-15")))
                .isEqualTo(Ratio.ONE);
        assertThat(ProrationRule.daysOf(first, last, LocalDate.parse("2024-04-02")))
                .isEqualTo(Ratio.ZERO);
    }

    @Test
    void aPausePushesTheEndOfThePeriod() {
        BillingPeriod pause = period("2024-03-10T00:00:00Z", "2024-03-12T12:00:00Z");
        assertThat(Proration.pushedBy(MARCH, pause))
                .hasToString("[2024-03-01T00:00:00Z, 2024-04-03T12:00:00Z)");
    }

    private static BillingPeriod period(String start, String end) {
        return new BillingPeriod(Instant.parse(start), Instant.parse(end));
    }
}

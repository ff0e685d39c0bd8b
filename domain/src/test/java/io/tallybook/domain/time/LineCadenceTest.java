package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCadenceTest {
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final BillingSchedule MONTHS = schedule(PeriodUnit.MONTHLY);
    private static final BillingSchedule QUARTERS = schedule(PeriodUnit.QUARTERLY);

    @Test
    void monthlyInvoicesCarryQuarterlyAndHalfYearlyLinesWhenThoseEnd() {
        BillingSchedule halves = schedule(PeriodUnit.HALF_YEARLY);
        List<Integer> totals = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            BillingPeriod month = MONTHS.period(n);
            totals.add(
                    10 * LineCadence.periodsOn(MONTHS, month, InvoiceTiming.ARREAR).size()
                            + 100
                                    * LineCadence.periodsOn(QUARTERS, month, InvoiceTiming.ARREAR)
                                            .size()
                            + 200
                                    * LineCadence.periodsOn(halves, month, InvoiceTiming.ARREAR)
                                            .size());
        }
        assertThat(totals).containsExactly(10, 10, 110, 10, 10, 310, 10, 10, 110, 10, 10, 310);
    }

    @Test
    void aQuarterIsChargedInAdvanceWithItsFirstMonthAndInArrearsWithItsLast() {
        assertThat(on(QUARTERS, 0, InvoiceTiming.ADVANCE)).containsExactly(QUARTERS.period(0));
        assertThat(on(QUARTERS, 1, InvoiceTiming.ADVANCE)).isEmpty();
        assertThat(on(QUARTERS, 3, InvoiceTiming.ADVANCE)).containsExactly(QUARTERS.period(1));
        assertThat(on(QUARTERS, 0, InvoiceTiming.ARREAR)).isEmpty();
        assertThat(on(QUARTERS, 2, InvoiceTiming.ARREAR)).containsExactly(QUARTERS.period(0));
        assertThat(on(QUARTERS, 3, InvoiceTiming.ARREAR)).isEmpty();
    }

    @Test
    void weeksAreOnTheInvoiceOfTheMonthTheyEndIn() {
        BillingSchedule weeks = schedule(PeriodUnit.WEEKLY);
        assertThat(on(weeks, 0, InvoiceTiming.ARREAR)).hasSize(4);
        assertThat(on(weeks, 0, InvoiceTiming.ADVANCE)).hasSize(5);
    }

    @Test
    void aLineThatEndsIsChargedUpToItsEndAndNotAfter() {
        BillingSchedule ending = QUARTERS.endingAt(Instant.parse("2026-02-10T00:00:00Z"));
        assertThat(on(ending, 1, InvoiceTiming.ARREAR)).containsExactly(ending.period(0));
        assertThat(on(ending, 2, InvoiceTiming.ARREAR)).isEmpty();
        assertThat(on(ending, 5, InvoiceTiming.ADVANCE)).isEmpty();
        BillingSchedule onBoundary = QUARTERS.endingAt(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(on(onBoundary, 0, InvoiceTiming.ARREAR)).hasSize(1);
        assertThat(on(onBoundary, 1, InvoiceTiming.ARREAR)).isEmpty();
    }

    @Test
    void aLineThatBeginsLaterIsNotChargedBefore() {
        BillingSchedule later =
                BillingSchedule.anniversary(
                        Instant.parse("2026-02-15T00:00:00Z"),
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.MONTHLY));
        assertThat(on(later, 0, InvoiceTiming.ADVANCE)).isEmpty();
        assertThat(on(later, 1, InvoiceTiming.ADVANCE)).containsExactly(later.period(0));
        assertThat(on(later, 1, InvoiceTiming.ARREAR)).isEmpty();
        assertThat(on(later, 2, InvoiceTiming.ARREAR)).containsExactly(later.period(0));
    }

    private static List<BillingPeriod> on(BillingSchedule line, int month, InvoiceTiming timing) {
        return LineCadence.periodsOn(line, MONTHS.period(month), timing);
    }

    private static BillingSchedule schedule(PeriodUnit unit) {
        return BillingSchedule.anniversary(NEW_YEAR, ZoneOffset.UTC, Cadence.of(unit));
    }
}

package io.tallybook.core.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.invoice.LineAllowance.Beside;
import io.tallybook.core.invoice.LineAllowance.Window;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineAllowanceTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final BillingPeriod DAY =
            new BillingPeriod(START, Instant.parse("2026-01-02T00:00:00Z"));

    private static UsageReading reading(int quantity) {
        return new UsageReading(
                MeterId.of(Ulid.derived(START, "meter")),
                "acme",
                DAY,
                BigDecimal.valueOf(quantity),
                0,
                "",
                "");
    }

    private static Window hour(int hour, int used) {
        Instant start = START.plusSeconds(3_600L * hour);
        return new Window(new BillingPeriod(start, start.plusSeconds(3_600)), reading(used), null);
    }

    private static Window day(int before, int used) {
        return new Window(DAY, reading(used), before == 0 ? null : reading(before));
    }

    @Test
    void whatExceedsOneOfSeveralLimitsIsBilledOnce() {
        // 8, 4 and 1: three beyond 5 an hour, then two beyond 10 a day, then one more.
        LineAllowance free =
                new LineAllowance(
                        BigDecimal.valueOf(5),
                        List.of(),
                        List.of(hour(0, 8), hour(1, 4), hour(2, 1)),
                        List.of(
                                new Beside(
                                        BigDecimal.TEN,
                                        List.of(),
                                        List.of(day(0, 8), day(8, 12), day(12, 13)))));
        assertThat(free.billable()).isEqualByComparingTo("6");
    }

    @Test
    void whatIsTakenBackWithinAWindowWasNeverUsed() {
        // A reading of 10 falls to 2 and comes to 10 again: 5 beyond the day's 5, and not 10.
        LineAllowance free =
                new LineAllowance(
                        BigDecimal.valueOf(100),
                        List.of(),
                        List.of(hour(0, 10), hour(1, 2), hour(2, 10)),
                        List.of(
                                new Beside(
                                        BigDecimal.valueOf(5),
                                        List.of(),
                                        List.of(day(0, 10), day(10, 2), day(2, 10)))));
        assertThat(free.billable()).isEqualByComparingTo("5");
    }

    @Test
    void aLimitAloneBillsWhatWasNotBilledBefore() {
        LineAllowance free =
                new LineAllowance(BigDecimal.valueOf(5), List.of(), List.of(day(7, 9), hour(0, 4)));
        assertThat(free.billable()).isEqualByComparingTo("2");
        assertThat(free.beside()).isNull();
        assertThat(new LineAllowance(null, List.of(), List.of()).billable())
                .isEqualByComparingTo("0");
    }
}

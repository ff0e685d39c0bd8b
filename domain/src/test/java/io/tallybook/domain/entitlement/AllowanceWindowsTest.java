package io.tallybook.domain.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregation;
import io.tallybook.domain.usage.MeterDefinition;
import io.tallybook.domain.usage.UsageEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowanceWindowsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final MeterDefinition SUM = MeterDefinition.of(new Aggregation.Sum("v"));
    private static final Instant SUBSCRIBED = Instant.parse("2024-01-31T05:00:00Z");
    private static final BillingPeriod MARCH =
            new BillingPeriod(
                    Instant.parse("2024-03-01T05:00:00Z"), Instant.parse("2024-04-01T04:00:00Z"));

    private static UsageEvent used(String at, String value) {
        return new UsageEvent(at, Instant.parse(at), "m", Map.of("v", value));
    }

    private static AllowanceWindows windows(Reset reset) {
        return windows(Renewal.each(reset));
    }

    private static AllowanceWindows windows(Renewal renewal) {
        return new AllowanceWindows(renewal, SUBSCRIBED, NEW_YORK);
    }

    @ParameterizedTest(name = "{0}: {1} windows, the first [{2}, {3}), the last to {4}")
    @CsvSource({
        "BILLING_PERIOD, 1, 2024-03-01T05:00:00Z, 2024-04-01T04:00:00Z, 2024-04-01T04:00:00Z",
        "NEVER, 1, 2024-01-31T05:00:00Z, 2024-04-01T04:00:00Z, 2024-04-01T04:00:00Z",
        "DAY, 31, 2024-03-01T05:00:00Z, 2024-03-02T05:00:00Z, 2024-04-01T04:00:00Z",
        "WEEK, 5, 2024-02-26T05:00:00Z, 2024-03-04T05:00:00Z, 2024-04-01T04:00:00Z",
        "MONTH, 2, 2024-02-29T05:00:00Z, 2024-03-31T04:00:00Z, 2024-04-30T04:00:00Z",
        "QUARTER, 1, 2024-01-31T05:00:00Z, 2024-04-30T04:00:00Z, 2024-04-30T04:00:00Z",
        "HALF_YEAR, 1, 2024-01-31T05:00:00Z, 2024-07-31T04:00:00Z, 2024-07-31T04:00:00Z",
        "YEAR, 1, 2024-01-31T05:00:00Z, 2025-01-31T05:00:00Z, 2025-01-31T05:00:00Z",
    })
    void windowsAreThoseOfTheCustomersCalendar(
            Reset reset, int count, Instant start, Instant end, Instant last) {
        List<BillingPeriod> windows = windows(reset).over(MARCH);
        assertThat(windows).hasSize(count);
        assertThat(windows.getFirst()).isEqualTo(new BillingPeriod(start, end));
        assertThat(windows.getLast().end()).isEqualTo(last);
    }

    @ParameterizedTest(name = "10 free each {0}: {1} billed")
    @CsvSource({
        "BILLING_PERIOD, 21",
        "DAY, 8",
        "WEEK, 21",
        "MONTH, 21",
        "QUARTER, 31",
        "NEVER, 31"
    })
    void whatExceedsTheAllowanceOfItsWindowIsBilled(Reset reset, BigDecimal billed) {
        List<UsageEvent> events =
                List.of(
                        // Wednesday 28 February by the customer's clock: before the period.
                        used("2024-02-29T04:59:00Z", "13"),
                        used("2024-03-02T04:59:00Z", "9"),
                        used("2024-03-02T05:01:00Z", "4"),
                        used("2024-03-10T12:00:00Z", "7"),
                        used("2024-03-10T13:00:00Z", "11"));
        assertThat(windows(reset).billable(Limit.upTo(BigDecimal.TEN), SUM, events, MARCH))
                .isEqualByComparingTo(billed);
    }

    @Test
    void aWindowOverTheEndOfAPeriodIsGrantedOnce() {
        List<UsageEvent> events =
                List.of(used("2024-02-27T12:00:00Z", "8"), used("2024-03-01T12:00:00Z", "8"));
        assertThat(windows(Reset.WEEK).billable(Limit.upTo(BigDecimal.TEN), SUM, events, MARCH))
                .isEqualByComparingTo("6");
    }

    @Test
    void aQuotaOfAnHourBeginsAnewWithTheHourAndIsNotCarriedOver() {
        List<UsageEvent> events =
                List.of(
                        used("2024-03-02T12:59:59Z", "4"),
                        used("2024-03-02T13:00:00Z", "4"),
                        used("2024-03-02T13:59:59Z", "4"),
                        used("2024-03-02T15:00:00Z", "1"));
        assertThat(
                        windows(Reset.HOUR)
                                .billable(Limit.upTo(BigDecimal.valueOf(5)), SUM, events, MARCH))
                .isEqualByComparingTo("3");
    }

    @ParameterizedTest(name = "5 free in each {1} {0}: {2} billed")
    @CsvSource({
        "HOUR, 1, 3",
        "HOUR, 3, 4",
        "HOUR, 5, 8",
        "DAY, 1, 8",
        "DAY, 3, 9",
        "DAY, 4, 13",
        "WEEK, 2, 14",
        "MONTH, 2, 14"
    })
    void aQuotaOfSeveralUnitsIsSharedByThem(Reset unit, int count, BigDecimal billed) {
        List<UsageEvent> events =
                List.of(
                        used("2024-02-29T12:00:00Z", "5"),
                        used("2024-03-02T16:59:59Z", "4"),
                        used("2024-03-02T17:00:00Z", "4"),
                        used("2024-03-02T17:59:59Z", "4"),
                        used("2024-03-02T19:00:00Z", "1"),
                        used("2024-03-03T19:00:00Z", "1"));
        assertThat(
                        windows(new Renewal(unit, count))
                                .billable(Limit.upTo(BigDecimal.valueOf(5)), SUM, events, MARCH))
                .isEqualByComparingTo(billed);
    }

    @Test
    void severalOfWhatNeverBeginsAnewAreNone() {
        assertThatThrownBy(() -> new Renewal(Reset.NEVER, 2)).hasMessageContaining("expected 1");
        assertThatThrownBy(() -> new Renewal(Reset.DAY, 0)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> windows(new Renewal(Reset.BILLING_PERIOD, 2)))
                .hasMessageContaining("one billing period");
    }

    @Test
    void anUnlimitedAllowanceLeavesNothingToBill() {
        List<UsageEvent> events = List.of(used("2024-03-02T12:00:00Z", "1000"));
        assertThat(windows(Reset.DAY).billable(Limit.unlimited(), SUM, events, MARCH))
                .isEqualByComparingTo("0");
    }

    @Property(tries = 200)
    void thePeriodsOfASubscriptionBillWhatItsWindowsExceed(@ForAll long seed) {
        Random random = new Random(seed);
        Renewal reset =
                new Renewal(
                        List.of(Reset.HOUR, Reset.WEEK, Reset.MONTH, Reset.QUARTER)
                                .get(random.nextInt(4)),
                        1 + random.nextInt(4));
        Instant start = SUBSCRIBED;
        List<UsageEvent> events = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Instant at = start.plusSeconds(random.nextLong(170L * 86_400));
            events.add(new UsageEvent("e" + i, at, "m", Map.of("v", "" + random.nextInt(20))));
        }
        Limit limit = Limit.upTo(BigDecimal.valueOf(random.nextInt(40)));
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 0; n < 6; n++) {
            Instant end = start.plusSeconds(random.nextLong(30L * 86_400) + 86_400);
            end = n == 5 ? SUBSCRIBED.plusSeconds(170L * 86_400) : end;
            if (start.isBefore(end)) {
                BillingPeriod period = new BillingPeriod(start, end);
                sum = sum.add(windows(reset).billable(limit, SUM, events, period));
                start = end;
            }
        }
        BillingPeriod whole = new BillingPeriod(SUBSCRIBED, SUBSCRIBED.plusSeconds(170L * 86_400));
        assertThat(sum).isEqualByComparingTo(windows(reset).billable(limit, SUM, events, whole));
    }
}

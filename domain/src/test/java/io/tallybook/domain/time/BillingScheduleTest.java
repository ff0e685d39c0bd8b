package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BillingScheduleTest {
    private static final Cadence MONTHLY = Cadence.of(PeriodUnit.MONTHLY);
    private static final BillingSchedule FROM_JANUARY_31 =
            BillingSchedule.anniversary(
                    Instant.parse("2024-01-31T10:00:00Z"), ZoneOffset.UTC, MONTHLY);

    @Test
    void theThirtyFirstReturnsAfterAShortMonth() {
        assertThat(FROM_JANUARY_31.period(0).end()).isEqualTo("2024-02-29T10:00:00Z");
        assertThat(FROM_JANUARY_31.period(1).end()).isEqualTo("2024-03-31T10:00:00Z");
        assertThat(FROM_JANUARY_31.period(2).end()).isEqualTo("2024-04-30T10:00:00Z");
        assertThat(FROM_JANUARY_31.period(13))
                .hasToString("[2025-02-28T10:00:00Z, 2025-03-31T10:00:00Z)");
    }

    @Test
    void aCalendarScheduleBeginsWithAStubOfAWholePeriod() {
        var schedule =
                BillingSchedule.calendar(
                        Instant.parse("2024-03-20T04:00:00Z"),
                        ZoneId.of("America/New_York"),
                        Cadence.of(PeriodUnit.QUARTERLY));
        assertThat(schedule.period(0)).hasToString("[2024-03-20T04:00:00Z, 2024-04-01T04:00:00Z)");
        assertThat(schedule.fullPeriod(0))
                .hasToString("[2024-01-01T05:00:00Z, 2024-04-01T04:00:00Z)");
        assertThat(schedule.period(3).end()).isEqualTo("2025-01-01T05:00:00Z");
        assertThat(schedule.fullPeriod(3)).isEqualTo(schedule.period(3));
        assertThat(schedule.indexAt(Instant.parse("2025-01-01T04:59:59Z"))).isEqualTo(3);
        assertThat(schedule.indexAt(Instant.parse("2025-01-01T05:00:00Z"))).isEqualTo(4);
    }

    @Test
    void theEndOfTheSubscriptionCutsThePeriodItFallsInto() {
        var ending = FROM_JANUARY_31.endingAt(Instant.parse("2024-03-15T00:00:00Z"));
        assertThat(ending.period(1)).hasToString("[2024-02-29T10:00:00Z, 2024-03-15T00:00:00Z)");
        assertThat(ending.fullPeriod(1)).isEqualTo(FROM_JANUARY_31.period(1));
        assertThat(ending.hasPeriod(1)).isTrue();
        assertThat(ending.hasPeriod(2)).isFalse();
        assertThat(ending.hasPeriod(-1)).isFalse();
        assertThat(FROM_JANUARY_31.hasPeriod(1200)).isTrue();
        assertThatThrownBy(() -> ending.period(2))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("2024-03-31T10:00:00Z")
                .hasMessageContaining("2024-03-15T00:00:00Z");
        assertThatThrownBy(() -> ending.period(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(ending.indexAt(Instant.parse("2024-03-14T23:59:59Z"))).isEqualTo(1);
        assertThatThrownBy(() -> ending.indexAt(Instant.parse("2024-03-15T00:00:00Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(" to 2024-03-15T00:00:00Z");
        assertThatThrownBy(() -> FROM_JANUARY_31.indexAt(Instant.parse("2024-01-31T09:59:59Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2024-01-31T09:59:59Z");
        assertThatThrownBy(() -> FROM_JANUARY_31.endingAt(FROM_JANUARY_31.start()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEndOnABoundaryLeavesNoEmptyPeriod() {
        var ending = FROM_JANUARY_31.endingAt(Instant.parse("2024-02-29T10:00:00Z"));
        assertThat(ending.period(0).end()).isEqualTo("2024-02-29T10:00:00Z");
        assertThat(ending.hasPeriod(1)).isFalse();
        assertThat(ending.periodsUntil(Instant.MAX)).hasSize(1);
    }

    @Test
    void thePeriodsUpToAnInstantIncludeTheOneItLiesIn() {
        assertThat(FROM_JANUARY_31.periodsUntil(Instant.parse("2024-02-29T09:59:59Z"))).hasSize(1);
        assertThat(FROM_JANUARY_31.periodsUntil(Instant.parse("2024-02-29T10:00:00Z"))).hasSize(2);
        assertThat(FROM_JANUARY_31.periodsUntil(Instant.parse("2024-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void aFirstPeriodThatAnAnchorFarAheadMakesLongIsWholeByItself() {
        var schedule =
                new BillingSchedule(
                        Instant.parse("2024-01-15T00:00:00Z"),
                        Instant.parse("2024-02-29T00:00:00Z"),
                        ZoneOffset.UTC,
                        Cadence.of(PeriodUnit.ANNUAL),
                        null);
        assertThat(schedule.period(0)).hasToString("[2024-01-15T00:00:00Z, 2025-02-28T00:00:00Z)");
        assertThat(schedule.fullPeriod(0)).isEqualTo(schedule.period(0));
        assertThat(schedule.period(4).start()).isEqualTo("2028-02-29T00:00:00Z");
    }

    @Test
    void aClockTimeThatDaylightSavingSkipsMovesForwardForThatDayOnly() {
        ZoneId newYork = ZoneId.of("America/New_York");
        var daily =
                BillingSchedule.anniversary(
                        Instant.parse("2024-03-08T07:30:00Z"),
                        newYork,
                        Cadence.of(PeriodUnit.DAILY));
        assertThat(daily.period(1).end()).isEqualTo("2024-03-10T07:30:00Z");
        assertThat(daily.period(2).end()).isEqualTo("2024-03-11T06:30:00Z");
        assertThat(daily.period(2).length()).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void aCalendarDayKeepsToMidnightEvenIfItsFirstOneIsSkipped() {
        ZoneId cairo = ZoneId.of("Africa/Cairo");
        var daily =
                BillingSchedule.calendar(
                        Instant.parse("2024-04-25T12:00:00Z"), cairo, Cadence.of(PeriodUnit.DAILY));
        assertThat(daily.period(0).end()).isEqualTo("2024-04-25T22:00:00Z");
        assertThat(daily.period(1).end()).isEqualTo("2024-04-26T21:00:00Z");
    }

    @Test
    void aDayBeforeTheOneLeftOutThatBeginsLateSharesWhatIsLeftOfIt() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        var daily =
                BillingSchedule.calendar(
                        Instant.parse("2011-12-30T08:00:00Z"), apia, Cadence.of(PeriodUnit.DAILY));
        assertThat(daily.period(0)).hasToString("[2011-12-30T08:00:00Z, 2011-12-30T09:00:00Z)");
        assertThat(daily.period(1)).hasToString("[2011-12-30T09:00:00Z, 2011-12-30T10:00:00Z)");
        assertThat(daily.period(2)).hasToString("[2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pacific/Apia", "Pacific/Fakaofo"})
    void whateverBeginsAroundADayLeftOutTiles(String zone) {
        Instant from = Instant.parse("2011-12-28T00:00:00Z");
        for (int minutes = 0; minutes < 4 * 24 * 60; minutes += 30) {
            Instant start = from.plus(Duration.ofMinutes(minutes)).minusSeconds(1);
            for (PeriodUnit unit : PeriodUnit.values()) {
                Cadence cadence = Cadence.of(unit);
                assertTiles(BillingSchedule.calendar(start, ZoneId.of(zone), cadence));
                for (int hours = 0; hours < 48; hours++) {
                    Instant anchor = start.minus(Duration.ofHours(hours));
                    assertTiles(new BillingSchedule(start, anchor, ZoneId.of(zone), cadence, null));
                }
            }
        }
    }

    private static void assertTiles(BillingSchedule schedule) {
        Instant expected = schedule.start();
        for (int n = 0; n < 6; n++) {
            BillingPeriod period = schedule.period(n);
            assertThat(period.start()).isEqualTo(expected);
            assertThat(schedule.indexAt(period.start())).isEqualTo(n);
            assertThat(schedule.fullPeriod(n).contains(period.start())).isTrue();
            expected = period.end();
        }
    }

    @Test
    void theDayThatSamoaLeftOutSharesTheTimeAroundIt() {
        ZoneId apia = ZoneId.of("Pacific/Apia");
        var daily =
                BillingSchedule.anniversary(
                        Instant.parse("2011-12-28T10:00:00Z"), apia, Cadence.of(PeriodUnit.DAILY));
        assertThat(daily.period(1).end())
                .isEqualTo("2011-12-29T22:00:00Z")
                .isEqualTo(daily.period(2).start());
        assertThat(daily.period(0).length()).isEqualTo(Duration.ofHours(24));
        assertThat(daily.period(2).length()).isEqualTo(Duration.ofHours(12));
        assertThat(daily.period(3).length()).isEqualTo(Duration.ofHours(24));
        assertThat(daily.indexAt(Instant.parse("2011-12-29T22:00:00Z"))).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 367})
    void aCountOutsideOneYearOfDaysIsRefused(int count) {
        assertThatThrownBy(() -> new Cadence(PeriodUnit.DAILY, count))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(String.valueOf(count));
        assertThat(new Cadence(PeriodUnit.DAILY, 366).days()).isEqualTo(366);
        assertThat(new Cadence(PeriodUnit.QUARTERLY, 2).months()).isEqualTo(6);
    }

    @Test
    void aPeriodIsHalfOpenAndNeverEmpty() {
        Instant noon = Instant.parse("2024-01-01T12:00:00Z");
        BillingPeriod hour = new BillingPeriod(noon, noon.plusSeconds(3600));
        BillingPeriod next = new BillingPeriod(hour.end(), hour.end().plusSeconds(60));
        BillingPeriod around = new BillingPeriod(noon.minusSeconds(60), noon.plusSeconds(60));
        assertThat(hour.contains(noon)).isTrue();
        assertThat(hour.contains(hour.end())).isFalse();
        assertThat(hour.contains(noon.minusNanos(1))).isFalse();
        assertThat(hour.overlaps(next)).isFalse();
        assertThat(next.overlaps(hour)).isFalse();
        assertThat(hour.overlaps(around)).isTrue();
        assertThat(hour.intersection(around))
                .contains(new BillingPeriod(noon, noon.plusSeconds(60)));
        assertThat(around.intersection(hour))
                .contains(new BillingPeriod(noon, noon.plusSeconds(60)));
        assertThat(hour.intersection(next)).isEmpty();
        assertThat(hour.length()).isEqualTo(Duration.ofHours(1));
        assertThatThrownBy(() -> new BillingPeriod(noon, noon))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2024-01-01T12:00:00Z");
    }
}

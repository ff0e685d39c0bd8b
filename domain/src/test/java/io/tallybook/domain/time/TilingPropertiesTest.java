package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The periods of a subscription tile its life: no gap, no overlap, whatever the anchor's day, the
 * zone, the year, the clock changes within it and the changes made on the way.
 */
class TilingPropertiesTest {

    // Both hemispheres, half and quarter hours, clock changes at midnight, a skipped day, and none
    // at all.
    private static final List<String> ZONES =
            List.of(
                    "UTC",
                    "America/New_York",
                    "America/Los_Angeles",
                    "America/Santiago",
                    "Europe/Berlin",
                    "Europe/London",
                    "Africa/Cairo",
                    "Asia/Kolkata",
                    "Asia/Tokyo",
                    "Australia/Lord_Howe",
                    "Pacific/Apia",
                    "Pacific/Chatham",
                    "Asia/Beirut",
                    "America/Havana");

    @Test
    void everyAnchorDayInEveryZoneTilesOverLeapYearsAndBothClockChanges() {
        int combinations = 0;
        for (String zone : ZONES) {
            for (int year : new int[] {2023, 2024, 2096, 2100}) {
                for (int month : new int[] {1, 3, 10}) {
                    for (int day = 28; day <= 31; day++) {
                        LocalDateTime start = LocalDate.of(year, month, day).atTime(1, 30);
                        combinations += tileInEveryUnitAndCycle(start, ZoneId.of(zone));
                    }
                }
            }
        }
        assertThat(combinations).isGreaterThan(5000);
    }

    private static int tileInEveryUnitAndCycle(LocalDateTime start, ZoneId zone) {
        int combinations = 0;
        for (PeriodUnit unit : PeriodUnit.values()) {
            for (BillingCycle cycle : BillingCycle.values()) {
                BillingSchedule first =
                        schedule(cycle, start.atZone(zone).toInstant(), zone, Cadence.of(unit));
                Instant change = first.period(6).start().plus(17, ChronoUnit.HOURS);
                BillingSchedule next = schedule(cycle, change, zone, new Cadence(unit, 2));
                List<BillingPeriod> periods =
                        SubscriptionTimeline.of(first)
                                .changedTo(next)
                                .periodsUntil(next.period(6).start());
                assertThat(periods).hasSize(14);
                for (int n = 1; n < periods.size(); n++) {
                    assertThat(periods.get(n).start()).isEqualTo(periods.get(n - 1).end());
                }
                combinations++;
            }
        }
        return combinations;
    }

    @Property(tries = 6000)
    void periodsTileTheLifeOfASubscription(@ForAll("schedules") BillingSchedule schedule) {
        Instant expected = schedule.start();
        for (int n = 0; n < 20; n++) {
            BillingPeriod period = schedule.period(n);
            assertThat(period.start()).isEqualTo(expected);
            assertThat(schedule.indexAt(period.start())).isEqualTo(n);
            assertThat(schedule.indexAt(period.end().minusNanos(1))).isEqualTo(n);
            expected = period.end();
        }
    }

    @Property(tries = 1000)
    void theNthPeriodIsWhatOneArrivesAtStepByStep(@ForAll("schedules") BillingSchedule schedule) {
        Instant start = schedule.start();
        for (int n = 0; n < 15; n++) {
            BillingPeriod stepped =
                    new BillingSchedule(
                                    start,
                                    schedule.anchor(),
                                    schedule.zone(),
                                    schedule.cadence(),
                                    null)
                            .period(0);
            // A day that a zone left out has no boundary that the next step could start from.
            if (schedule.zone().equals(ZoneId.of("Pacific/Apia"))
                    && schedule.cadence().days() > 0) {
                return;
            }
            // Where the clock time is skipped on a boundary, the wall date of that boundary is
            // still the same.
            assertThat(schedule.period(n).end()).isEqualTo(stepped.end());
            start = stepped.end();
        }
    }

    @Property(tries = 1000)
    void monthBasedBoundariesKeepTheAnchorsDayOrTheLastOfTheMonth(
            @ForAll("schedules") BillingSchedule schedule,
            @ForAll @IntRange(min = 1, max = 40) int n) {
        if (!schedule.cadence().unit().countsInMonths()
                || schedule.zone().equals(ZoneId.of("Pacific/Apia"))) {
            return;
        }
        LocalDate boundary = LocalDays.dateOf(schedule.period(n).start(), schedule.zone());
        int anchorDay = LocalDays.dateOf(schedule.anchor(), schedule.zone()).getDayOfMonth();
        assertThat(boundary.getDayOfMonth())
                .isEqualTo(Math.min(anchorDay, YearMonth.from(boundary).lengthOfMonth()));
    }

    @Property(tries = 5000)
    void periodsTileOnWhenTheScheduleOrTheZoneChangesInMidCycle(
            @ForAll("schedules") BillingSchedule first,
            @ForAll("cadences") Cadence nextCadence,
            @ForAll("zones") ZoneId nextZone,
            @ForAll("cycles") BillingCycle nextCycle,
            @ForAll @IntRange(min = 0, max = 400) int daysUntilChange,
            @ForAll @IntRange(min = 0, max = 86_399) int second) {
        Instant change = first.start().plus(daysUntilChange, ChronoUnit.DAYS).plusSeconds(second);
        Instant move = change.plus(daysUntilChange + 1L, ChronoUnit.DAYS);
        BillingSchedule next = schedule(nextCycle, change, first.zone(), nextCadence);
        SubscriptionTimeline timeline =
                SubscriptionTimeline.of(first).changedTo(next).movedTo(nextZone, move);

        Instant until = move.plus(500, ChronoUnit.DAYS);
        List<BillingPeriod> periods = timeline.periodsUntil(until);
        assertThat(periods.getFirst().start()).isEqualTo(first.start());
        for (int n = 1; n < periods.size(); n++) {
            assertThat(periods.get(n).start()).isEqualTo(periods.get(n - 1).end());
        }
        assertThat(periods.getLast().contains(until)).isTrue();
        assertThat(periods).anySatisfy(period -> assertThat(period.start()).isEqualTo(change));
    }

    @Property(tries = 2000)
    void windowsTileAPeriod(
            @ForAll("zones") ZoneId zone,
            @ForAll("starts") LocalDateTime local,
            @ForAll WindowSize size,
            @ForAll @IntRange(min = 1, max = 100_000) int seconds) {
        Instant start = local.atZone(zone).toInstant();
        BillingPeriod period = new BillingPeriod(start, start.plusSeconds(seconds));
        Windows windows = new Windows(size, zone, start.minus(45, ChronoUnit.DAYS));
        List<BillingPeriod> covering = windows.covering(period);
        assertThat(covering.getFirst().contains(period.start())).isTrue();
        assertThat(covering.getLast().contains(period.end().minusNanos(1))).isTrue();
        for (int n = 1; n < covering.size(); n++) {
            assertThat(covering.get(n).start()).isEqualTo(covering.get(n - 1).end());
            assertThat(windows.at(covering.get(n).end().minusNanos(1))).isEqualTo(covering.get(n));
        }
    }

    @Property(tries = 500)
    void everyPeriodOfALineIsOnExactlyOneInvoice(
            @ForAll("schedules") BillingSchedule invoices,
            @ForAll("cadences") Cadence lineCadence,
            @ForAll InvoiceTiming timing,
            @ForAll @IntRange(min = 0, max = 200) int linesStartDaysLater) {
        BillingSchedule line =
                BillingSchedule.anniversary(
                        invoices.start().plus(linesStartDaysLater, ChronoUnit.DAYS),
                        invoices.zone(),
                        lineCadence);
        int invoiceCount = 12;
        Instant billedUntil = invoices.period(invoiceCount - 1).end();
        List<BillingPeriod> onInvoices =
                IntStream.range(0, invoiceCount)
                        .boxed()
                        .flatMap(
                                n ->
                                        LineCadence.periodsOn(line, invoices.period(n), timing)
                                                .stream())
                        .toList();
        List<BillingPeriod> expected =
                line.start().isAfter(billedUntil)
                        ? List.of()
                        : line.periodsUntil(billedUntil).stream()
                                .filter(
                                        period ->
                                                timing == InvoiceTiming.ADVANCE
                                                        ? period.start().isBefore(billedUntil)
                                                        : !period.end().isAfter(billedUntil))
                                .toList();
        assertThat(onInvoices).isEqualTo(expected);
    }

    @Provide
    Arbitrary<BillingSchedule> schedules() {
        Arbitrary<LocalDateTime> aroundTheDayThatSamoaLeftOut =
                Combinators.combine(Arbitraries.integers().between(28, 31), timesOfDay())
                        .as((day, time) -> LocalDate.of(2011, 12, day).atTime(time));
        Arbitrary<ZoneId> samoa = Arbitraries.just(ZoneId.of("Pacific/Apia"));
        return Arbitraries.frequencyOf(
                Tuple.of(9, schedules(starts(), zones())),
                Tuple.of(1, schedules(aroundTheDayThatSamoaLeftOut, samoa)));
    }

    private Arbitrary<BillingSchedule> schedules(
            Arbitrary<LocalDateTime> starts, Arbitrary<ZoneId> zones) {
        return Combinators.combine(starts, zones, cadences(), cycles())
                .as(
                        (local, zone, cadence, cycle) ->
                                schedule(cycle, local.atZone(zone).toInstant(), zone, cadence));
    }

    @Provide
    Arbitrary<LocalDateTime> starts() {
        Arbitrary<Integer> years = Arbitraries.of(2011, 2023, 2024, 2025, 2027, 2028, 2096, 2100);
        Arbitrary<Integer> months = Arbitraries.integers().between(1, 12);
        Arbitrary<Integer> days =
                Arbitraries.frequencyOf(
                        Tuple.of(3, Arbitraries.integers().between(28, 31)),
                        Tuple.of(1, Arbitraries.integers().between(1, 27)));
        return Combinators.combine(years, months, days, timesOfDay())
                .as(
                        (year, month, day, time) -> {
                            YearMonth inMonth = YearMonth.of(year, month);
                            return inMonth.atDay(Math.min(day, inMonth.lengthOfMonth()))
                                    .atTime(time);
                        });
    }

    private static Arbitrary<LocalTime> timesOfDay() {
        return Arbitraries.frequencyOf(
                Tuple.of(
                        2,
                        Arbitraries.of(
                                LocalTime.MIDNIGHT, LocalTime.of(2, 30), LocalTime.of(23, 59, 59))),
                Tuple.of(
                        1,
                        Arbitraries.integers().between(0, 86_399).map(LocalTime::ofSecondOfDay)));
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of);
    }

    @Provide
    Arbitrary<Cadence> cadences() {
        return Combinators.combine(
                        Arbitraries.of(PeriodUnit.class), Arbitraries.of(1, 1, 1, 2, 3, 5))
                .as(Cadence::new);
    }

    @Provide
    Arbitrary<BillingCycle> cycles() {
        return Arbitraries.of(BillingCycle.class);
    }

    private static BillingSchedule schedule(
            BillingCycle cycle, Instant start, ZoneId zone, Cadence cadence) {
        return switch (cycle) {
            case ANNIVERSARY -> BillingSchedule.anniversary(start, zone, cadence);
            case CALENDAR -> BillingSchedule.calendar(start, zone, cadence);
        };
    }
}

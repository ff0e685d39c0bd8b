package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a period that begins at a given instant ends, for every unit, by local wall clock. */
class BillingBoundaryTableTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # unit,     count, zone,                start,               anchor,              end
                    DAILY,       1,     UTC,                 2024-03-10T08:00,    2024-01-01T14:30,    2024-03-11T14:30
                    DAILY,       3,     UTC,                 2024-02-27T00:00,    2024-02-27T00:00,    2024-03-01T00:00
                    DAILY,       1,     Asia/Kolkata,        2024-01-31T23:30,    2024-01-31T23:30,    2024-02-01T23:30
                    WEEKLY,      1,     UTC,                 2024-03-30T00:00,    2024-03-26T10:00,    2024-04-02T10:00
                    WEEKLY,      1,     UTC,                 2024-03-26T10:00,    2024-03-26T10:00,    2024-04-02T10:00
                    WEEKLY,      2,     UTC,                 2024-03-08T18:00,    2023-01-06T18:00,    2024-03-22T18:00
                    WEEKLY,      2,     UTC,                 2024-03-06T00:00,    2024-03-08T00:00,    2024-03-15T00:00
                    WEEKLY,      1,     Asia/Kolkata,        2024-03-06T00:00,    2023-01-04T14:30,    2024-03-13T14:30
                    MONTHLY,     1,     UTC,                 2024-01-15T12:00,    2024-01-15T12:00,    2024-02-15T12:00
                    MONTHLY,     1,     UTC,                 2024-01-15T10:00,    2024-01-15T12:00,    2024-02-15T12:00
                    MONTHLY,     1,     UTC,                 2024-04-01T00:00,    2024-01-14T12:00,    2024-04-14T12:00
                    MONTHLY,     1,     UTC,                 2024-04-15T00:00,    2024-01-14T12:00,    2024-05-14T12:00
                    MONTHLY,     1,     UTC,                 2024-02-29T00:00,    2024-01-31T00:00,    2024-03-31T00:00
                    MONTHLY,     1,     UTC,                 2024-02-28T00:00,    2024-01-31T00:00,    2024-02-29T00:00
                    MONTHLY,     1,     America/Los_Angeles, 2024-01-31T15:45:30, 2024-01-31T15:45:30, 2024-02-29T15:45:30
                    MONTHLY,     1,     America/New_York,    2023-01-31T00:00,    2023-01-31T00:00,    2023-02-28T00:00
                    MONTHLY,     2,     Asia/Tokyo,          2024-01-31T23:59:59, 2024-01-31T23:59:59, 2024-03-31T23:59:59
                    MONTHLY,     2,     Asia/Kolkata,        2024-04-29T10:37,    2024-02-29T10:37,    2024-06-29T10:37
                    MONTHLY,     2,     UTC,                 2024-12-30T10:37,    2025-01-01T00:00,    2025-02-01T00:00
                    QUARTERLY,   1,     UTC,                 2026-03-22T00:00,    2026-04-01T00:00,    2026-04-01T00:00
                    QUARTERLY,   1,     UTC,                 2026-04-01T00:00,    2026-04-01T00:00,    2026-07-01T00:00
                    QUARTERLY,   1,     UTC,                 2026-06-01T00:00,    2026-04-01T00:00,    2026-09-01T00:00
                    QUARTERLY,   1,     Europe/Berlin,       2026-11-30T08:00,    2026-11-30T08:00,    2027-02-28T08:00
                    QUARTERLY,   2,     UTC,                 2026-01-31T00:00,    2026-01-31T00:00,    2026-07-31T00:00
                    HALF_YEARLY, 1,     UTC,                 2026-03-15T00:00,    2026-03-15T00:00,    2026-09-15T00:00
                    HALF_YEARLY, 1,     UTC,                 2026-09-01T00:00,    2026-07-01T00:00,    2027-03-01T00:00
                    HALF_YEARLY, 1,     UTC,                 2026-03-15T00:00,    2026-07-01T00:00,    2026-07-01T00:00
                    HALF_YEARLY, 1,     UTC,                 2026-08-31T00:00,    2026-08-31T00:00,    2027-02-28T00:00
                    ANNUAL,      1,     UTC,                 2023-02-20T12:30,    2023-02-20T12:30,    2024-02-20T12:30
                    ANNUAL,      1,     Asia/Kolkata,        2024-02-29T13:30,    2024-02-29T13:30,    2025-02-28T13:30
                    ANNUAL,      4,     Asia/Tokyo,          2024-02-29T15:45:30, 2024-02-29T15:45:30, 2028-02-29T15:45:30
                    ANNUAL,      1,     UTC,                 2023-03-15T00:00,    2024-01-01T00:00,    2024-01-01T00:00
                    ANNUAL,      1,     UTC,                 2024-04-15T12:00,    2022-04-15T12:00,    2025-04-15T12:00
                    """)
    void aPeriodEndsAtTheNextBoundaryOfItsAnchor(
            PeriodUnit unit,
            int count,
            ZoneId zone,
            LocalDateTime start,
            LocalDateTime anchor,
            LocalDateTime end) {
        BillingSchedule schedule =
                new BillingSchedule(
                        start.atZone(zone).toInstant(),
                        anchor.atZone(zone).toInstant(),
                        zone,
                        new Cadence(unit, count),
                        null);
        assertThat(local(schedule.period(0).end(), zone)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # unit,     zone,             start,            next beginning
                    DAILY,       UTC,              2024-03-10T15:30, 2024-03-11T00:00
                    DAILY,       Asia/Tokyo,       2024-12-31T23:59, 2025-01-01T00:00
                    WEEKLY,      UTC,              2024-03-06T12:00, 2024-03-11T00:00
                    WEEKLY,      UTC,              2024-03-11T00:00, 2024-03-18T00:00
                    MONTHLY,     UTC,              2024-01-15T00:00, 2024-02-01T00:00
                    MONTHLY,     America/New_York, 2024-01-31T23:59, 2024-02-01T00:00
                    MONTHLY,     UTC,              2024-12-01T00:00, 2025-01-01T00:00
                    QUARTERLY,   UTC,              2024-01-01T00:00, 2024-04-01T00:00
                    QUARTERLY,   UTC,              2024-11-20T00:00, 2025-01-01T00:00
                    QUARTERLY,   UTC,              2024-06-30T23:59, 2024-07-01T00:00
                    HALF_YEARLY, UTC,              2024-03-20T00:00, 2024-07-01T00:00
                    HALF_YEARLY, UTC,              2024-07-01T00:00, 2025-01-01T00:00
                    ANNUAL,      Asia/Kolkata,     2024-03-20T00:00, 2025-01-01T00:00
                    """)
    void aCalendarScheduleIsAnchoredAtTheNextBeginning(
            PeriodUnit unit, ZoneId zone, LocalDateTime start, LocalDateTime expected) {
        Instant from = start.atZone(zone).toInstant();
        assertThat(local(BillingSchedule.calendarAnchor(from, zone, unit), zone))
                .isEqualTo(expected);
        assertThat(
                        local(
                                BillingSchedule.calendar(from, zone, Cadence.of(unit))
                                        .period(0)
                                        .end(),
                                zone))
                .isEqualTo(expected);
    }

    private static LocalDateTime local(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone);
    }
}

package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalDaysTest {

    @ParameterizedTest
    @CsvSource({
        "2023-08-31T23:10:00Z, 2023-09-30T22:59:59Z, Europe/Paris, 30",
        "2023-09-30T23:10:00Z, 2023-10-31T22:59:59Z, Europe/Paris, 31",
        "2023-12-01T05:00:00Z, 2023-12-07T05:00:00Z, America/New_York, 7",
        "2024-03-10T05:00:00Z, 2024-03-11T03:59:59Z, America/New_York, 1",
        "2022-02-01T00:00:00Z, 2022-02-28T23:59:59Z, UTC, 28"
    })
    void daysBegunCountBothEndsByTheWallClock(Instant from, Instant to, ZoneId zone, int days) {
        assertThat(LocalDays.begun(from, to, zone)).isEqualTo(days);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T00:00:00Z, 2024-05-05T00:00:00Z, UTC, 4, 4",
        "2024-03-09T05:00:00Z, 2024-03-11T04:00:00Z, America/New_York, 2, 2",
        "2024-03-15T10:37:00Z, 2024-04-15T10:37:00Z, UTC, 31, 32",
        "2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z, UTC, 31, 31",
        "2024-05-01T00:00:00Z, 2024-05-01T00:00:01Z, UTC, 0, 1"
    })
    void midnightsCrossedAndDaysTouchedDifferByTheDayBegun(
            Instant from, Instant to, ZoneId zone, int midnights, int touched) {
        assertThat(LocalDays.between(from, to, zone)).isEqualTo(midnights);
        assertThat(LocalDays.touched(new BillingPeriod(from, to), zone)).isEqualTo(touched);
    }

    @Test
    void aDateIsThatOfTheZone() {
        Instant late = Instant.parse("2023-06-16T05:00:00Z");
        assertThat(LocalDays.dateOf(late, ZoneId.of("America/Denver"))).isEqualTo("2023-06-15");
        assertThat(LocalDays.dateOf(late, ZoneOffset.UTC)).isEqualTo("2023-06-16");
    }
}

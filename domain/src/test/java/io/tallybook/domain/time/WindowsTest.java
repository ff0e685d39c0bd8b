package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "MINUTE, 2024-05-15T17:41:00Z, 2024-05-15T17:42:00Z",
        "QUARTER_HOUR, 2024-05-15T17:30:00Z, 2024-05-15T17:45:00Z",
        "HALF_HOUR, 2024-05-15T17:30:00Z, 2024-05-15T18:00:00Z",
        "HOUR, 2024-05-15T17:00:00Z, 2024-05-15T18:00:00Z",
        "THREE_HOURS, 2024-05-15T16:00:00Z, 2024-05-15T19:00:00Z",
        "SIX_HOURS, 2024-05-15T16:00:00Z, 2024-05-15T22:00:00Z",
        "TWELVE_HOURS, 2024-05-15T16:00:00Z, 2024-05-16T04:00:00Z",
        "DAY, 2024-05-15T04:00:00Z, 2024-05-16T04:00:00Z",
        "WEEK, 2024-05-13T04:00:00Z, 2024-05-20T04:00:00Z",
        "MONTH, 2024-04-30T14:00:00Z, 2024-05-31T14:00:00Z"
    })
    void aWindowIsCountedInTheCustomersZone(WindowSize size, Instant start, Instant end) {
        Windows windows = new Windows(size, NEW_YORK, Instant.parse("2024-01-31T15:00:00Z"));
        assertThat(windows.at(Instant.parse("2024-05-15T17:41:59Z")))
                .isEqualTo(new BillingPeriod(start, end));
    }

    @Test
    void aWindowContainsItsStartAndNotItsEnd() {
        Windows hours = new Windows(WindowSize.HOUR, NEW_YORK, Instant.EPOCH);
        Instant five = Instant.parse("2024-05-15T17:00:00Z");
        assertThat(hours.at(five).start()).isEqualTo(five);
        assertThat(hours.at(five.minusNanos(1)).end()).isEqualTo(five);
        assertThat(hours.timeOfDay(hours.at(five))).isEqualTo(LocalTime.of(13, 0));
    }

    @Test
    void theWindowsOfAPeriodBeginWhereItsFirstOneBegins() {
        assertThat(
                        starts(
                                WindowSize.DAY,
                                "2024-01-10T12:30:00Z",
                                "2024-01-13T00:00:00Z",
                                "2024-01-10T12:30:00Z"))
                .containsExactly(
                        "2024-01-10T00:00:00Z", "2024-01-11T00:00:00Z", "2024-01-12T00:00:00Z");
        assertThat(
                        starts(
                                WindowSize.MONTH,
                                "2024-01-10T00:00:00Z",
                                "2024-03-10T00:00:00Z",
                                "2024-01-05T00:00:00Z"))
                .containsExactly(
                        "2024-01-05T00:00:00Z", "2024-02-05T00:00:00Z", "2024-03-05T00:00:00Z");
        assertThat(
                        starts(
                                WindowSize.MONTH,
                                "2028-01-31T00:00:00Z",
                                "2028-03-01T00:00:00Z",
                                "2028-01-31T00:00:00Z"))
                .containsExactly("2028-01-31T00:00:00Z", "2028-02-29T00:00:00Z");
        assertThat(
                        starts(
                                WindowSize.MONTH,
                                "2023-12-04T00:00:00Z",
                                "2023-12-05T00:00:01Z",
                                "2024-01-05T00:00:00Z"))
                .containsExactly("2023-11-05T00:00:00Z", "2023-12-05T00:00:00Z");
        assertThat(
                        starts(
                                WindowSize.WEEK,
                                "2024-03-10T00:00:00Z",
                                "2024-03-11T00:00:01Z",
                                "2024-01-01T00:00:00Z"))
                .containsExactly("2024-03-04T00:00:00Z", "2024-03-11T00:00:00Z");
    }

    @Test
    void aDayOfTwentyThreeHoursCutsItsLastWindowAndOneOfTwentyFiveHasOneMore() {
        Windows sixHours = new Windows(WindowSize.SIX_HOURS, NEW_YORK, Instant.EPOCH);
        Windows days = new Windows(WindowSize.DAY, NEW_YORK, Instant.EPOCH);
        BillingPeriod shortDay = days.at(Instant.parse("2024-03-10T12:00:00Z"));
        assertThat(shortDay.length()).isEqualTo(Duration.ofHours(23));
        assertThat(sixHours.covering(shortDay)).hasSize(4);
        assertThat(sixHours.covering(shortDay).getLast().length()).isEqualTo(Duration.ofHours(5));
        BillingPeriod longDay = days.at(Instant.parse("2024-11-03T12:00:00Z"));
        assertThat(longDay.length()).isEqualTo(Duration.ofHours(25));
        assertThat(sixHours.covering(longDay)).hasSize(5);
        assertThat(sixHours.covering(longDay).getLast().length()).isEqualTo(Duration.ofHours(1));
    }

    private static List<String> starts(WindowSize size, String from, String to, String anchor) {
        return new Windows(size, ZoneOffset.UTC, Instant.parse(anchor))
                .covering(new BillingPeriod(Instant.parse(from), Instant.parse(to))).stream()
                        .map(window -> window.start().toString())
                        .toList();
    }
}

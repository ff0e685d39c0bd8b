package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeOfDayTest {
    @Test
    void hoursOfTheDayAreHalfOpenAndMayRunOverMidnight() {
        var morning = hours("09:00", "12:00");
        assertThat(morning.covers(LocalTime.of(9, 0))).isTrue();
        assertThat(morning.covers(LocalTime.of(11, 59))).isTrue();
        assertThat(morning.covers(LocalTime.NOON)).isFalse();
        assertThat(morning.covers(LocalTime.of(8, 59))).isFalse();
        var night = hours("22:00", "06:00");
        assertThat(night.covers(LocalTime.of(22, 0))).isTrue();
        assertThat(night.covers(LocalTime.of(5, 59))).isTrue();
        assertThat(night.covers(LocalTime.of(6, 0))).isFalse();
        assertThat(night.covers(LocalTime.of(21, 59))).isFalse();
        assertThat(hours("00:00", "00:00").covers(LocalTime.NOON)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "09:00, 12:00, 12:00, 18:00, false",
        "09:00, 12:00, 11:00, 18:00, true",
        "22:00, 06:00, 05:00, 07:00, true",
        "22:00, 06:00, 06:00, 22:00, false",
        "00:00, 00:00, 03:00, 04:00, true",
        "08:00, 18:00, 09:00, 10:00, true"
    })
    void twoOverlapIfSomethingMayBeginInBoth(
            String from, String to, String otherFrom, String otherTo, boolean both) {
        assertThat(hours(from, to).overlaps(hours(otherFrom, otherTo))).isEqualTo(both);
        assertThat(hours(otherFrom, otherTo).overlaps(hours(from, to))).isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource({
        "09:00, 12:00, HOUR, true",
        "09:00, 12:00, THREE_HOURS, true",
        "09:00, 12:00, SIX_HOURS, false",
        "09:30, 12:00, HOUR, false",
        "09:30, 12:15, QUARTER_HOUR, true",
        "22:00, 00:00, HOUR, true",
        "12:00, 00:00, TWELVE_HOURS, true",
        "00:00, 12:00, DAY, false",
        "00:00, 12:00, MONTH, false"
    })
    void windowsFitWhereNoneLiesOnABound(String from, String to, WindowSize size, boolean fits) {
        assertThat(hours(from, to).isTiledBy(size)).isEqualTo(fits);
    }

    private static TimeOfDay hours(String from, String to) {
        return new TimeOfDay(LocalTime.parse(from), LocalTime.parse(to));
    }
}

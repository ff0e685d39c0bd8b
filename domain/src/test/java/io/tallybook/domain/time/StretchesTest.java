package io.tallybook.domain.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StretchesTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** A Thursday, at 12:20 of the customer's clock. */
    private static final Instant FIRST = Instant.parse("2024-03-07T17:20:00Z");

    @ParameterizedTest(name = "{1} {0} at {2}: [{3}, {4})")
    @CsvSource({
        "HOUR, 5, 2024-03-07T17:20:00Z, 2024-03-07T17:00:00Z, 2024-03-07T22:00:00Z",
        "HOUR, 5, 2024-03-07T22:00:00Z, 2024-03-07T22:00:00Z, 2024-03-08T03:00:00Z",
        // Over the change of the clock on the 10th, five hours are five hours.
        "HOUR, 5, 2024-03-10T07:30:00Z, 2024-03-10T05:00:00Z, 2024-03-10T10:00:00Z",
        "HOUR, 5, 2024-03-07T16:59:59Z, 2024-03-07T12:00:00Z, 2024-03-07T17:00:00Z",
        "DAY, 3, 2024-03-09T12:00:00Z, 2024-03-07T05:00:00Z, 2024-03-10T05:00:00Z",
        "DAY, 3, 2024-03-10T05:00:00Z, 2024-03-10T05:00:00Z, 2024-03-13T04:00:00Z",
        "WEEK, 2, 2024-03-07T17:20:00Z, 2024-03-04T05:00:00Z, 2024-03-18T04:00:00Z",
        "WEEK, 2, 2024-03-18T04:00:00Z, 2024-03-18T04:00:00Z, 2024-04-01T04:00:00Z",
    })
    void areCountedFromTheUnitOfTheFirstMoment(
            WindowSize unit, int count, Instant moment, Instant start, Instant end) {
        assertThat(new Stretches(unit, count, NEW_YORK, FIRST).at(moment))
                .isEqualTo(new BillingPeriod(start, end));
    }

    @Property(tries = 300)
    void tileTime(
            @ForAll @IntRange(min = 0, max = 2) int unit,
            @ForAll @IntRange(min = 1, max = 50) int count,
            @ForAll @LongRange(min = -40_000_000, max = 40_000_000) long seconds) {
        WindowSize size =
                switch (unit) {
                    case 0 -> WindowSize.HOUR;
                    case 1 -> WindowSize.DAY;
                    default -> WindowSize.WEEK;
                };
        Stretches stretches = new Stretches(size, count, NEW_YORK, FIRST);
        Instant moment = FIRST.plusSeconds(seconds);
        BillingPeriod window = stretches.at(moment);
        assertThat(window.contains(moment)).isTrue();
        assertThat(stretches.at(window.start())).isEqualTo(window);
        assertThat(stretches.at(window.end()).start()).isEqualTo(window.end());
        assertThat(stretches.at(window.start().minusMillis(1)).end()).isEqualTo(window.start());
    }

    @Test
    void areOfHoursDaysOrWeeksAndOfOneAtLeast() {
        assertThatThrownBy(() -> new Stretches(WindowSize.MONTH, 2, NEW_YORK, FIRST))
                .hasMessageContaining("MONTH");
        assertThatThrownBy(() -> new Stretches(WindowSize.DAY, 0, NEW_YORK, FIRST))
                .hasMessageContaining("got 0");
    }
}

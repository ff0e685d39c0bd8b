package io.tallybook.domain.entitlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FirstUseTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:30Z");
    private static final BillingPeriod MARCH =
            new BillingPeriod(START, START.plus(Duration.ofDays(31)));
    private static final FirstUse FIVE_HOURS = new FirstUse(Reset.HOUR, 5, ZoneOffset.UTC);

    private static List<Instant> openings(FirstUse windows, List<Instant> uses) {
        FirstUse.Openings openings = new FirstUse.Openings(windows);
        uses.stream().sorted().forEach(openings::take);
        return openings.found();
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-" + time + "Z");
    }

    @Test
    void aWindowBeginsWithTheMinuteOfTheFirstUseAfterTheOneBefore() {
        List<Instant> uses =
                Stream.of("02T10:07:59.5", "02T15:06:59", "02T15:07:00", "04T00:00:00")
                        .map(FirstUseTest::at)
                        .toList();
        assertThat(openings(FIVE_HOURS, uses))
                .containsExactly(at("02T10:07:00"), at("02T15:07:00"), at("04T00:00:00"));
    }

    @Test
    void aDayEndsAtTheSameTimeOfTheCustomersClock() {
        // The clock goes forward in the night: the day has 23 hours.
        FirstUse day = new FirstUse(Reset.DAY, 1, ZoneId.of("Europe/Berlin"));
        assertThat(day.end(at("28T20:15:00"))).isEqualTo(at("29T19:15:00"));
        assertThat(new FirstUse(Reset.WEEK, 2, ZoneOffset.UTC).end(at("01T00:00:00")))
                .isEqualTo(at("15T00:00:00"));
    }

    @Test
    void aStretchReachesFromTheEndOfOneWindowToTheEndOfTheNextAndTheLastToThatOfThePeriod() {
        List<Instant> openings = List.of(at("02T10:00:00"), at("31T23:00:00"));
        assertThat(FIVE_HOURS.tiles(MARCH, openings))
                .containsExactly(
                        new BillingPeriod(START, at("02T15:00:00")),
                        new BillingPeriod(at("02T15:00:00"), MARCH.end()));
        assertThat(FIVE_HOURS.tiles(MARCH, List.of())).containsExactly(MARCH);
    }

    @Property
    void stretchesTileThePeriodAndEachHoldsTheUsesOfOneWindow(
            @ForAll @Size(max = 60) List<@IntRange(max = 31 * 86_400 - 1) Integer> seconds,
            @ForAll @IntRange(min = 1, max = 100) int hours) {
        FirstUse windows = new FirstUse(Reset.HOUR, hours, ZoneOffset.UTC);
        List<Instant> uses = seconds.stream().map(s -> START.plusSeconds(s)).toList();
        List<BillingPeriod> tiles = windows.tiles(MARCH, openings(windows, uses));
        assertThat(tiles.getFirst().start()).isEqualTo(MARCH.start());
        assertThat(tiles.getLast().end()).isEqualTo(MARCH.end());
        for (int i = 1; i < tiles.size(); i++) {
            assertThat(tiles.get(i).start()).isEqualTo(tiles.get(i - 1).end());
        }
        for (BillingPeriod tile : tiles) {
            List<Instant> within = uses.stream().filter(tile::contains).sorted().toList();
            if (!within.isEmpty()) {
                assertThat(Duration.between(within.getFirst(), within.getLast()))
                        .isLessThanOrEqualTo(Duration.ofHours(hours));
            }
        }
    }

    @Test
    void whatFollowsTheCalendarDoesNotBeginWithAUse() {
        assertThatThrownBy(() -> new Renewal(Reset.MONTH, 1, Renewal.Opening.FIRST_USE))
                .hasMessageContaining("MONTH");
        assertThatThrownBy(() -> new FirstUse(Reset.DAY, 0, ZoneOffset.UTC))
                .hasMessageContaining("1 or more");
        Renewal renewal = new Renewal(Reset.DAY, 1, Renewal.Opening.FIRST_USE);
        assertThatThrownBy(() -> new AllowanceWindows(renewal, START, ZoneOffset.UTC))
                .hasMessageContaining("follow time");
    }
}

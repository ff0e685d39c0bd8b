package io.tallybook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ClockAndDecideTest {
    @Test
    void theClockStandsUntilItIsMoved() {
        MutableClock clock = MutableClock.at("2026-01-31T00:00:00Z");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));

        assertThat(clock.advance(Duration.ofDays(1)))
                .isEqualTo(Instant.parse("2026-02-01T00:00:00Z"));
        assertThat(clock.withZone(ZoneId.of("Asia/Tokyo")).instant()).isEqualTo(clock.instant());
        assertThatThrownBy(() -> clock.advance(Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        clock.set(Instant.EPOCH);
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void aDecisionIsMadeOnTheStateThatEventsLeadTo() {
        Decide<Integer, Integer> counter = Decide.on(0, Integer::sum);

        counter.given(1, 2, 3).when(4, Integer::sum).then(10);
        assertThat(counter.given(1, 2).when(4, (s, c) -> (Number) (s * c)).then(Integer.class))
                .isEqualTo(12);
        assertThatThrownBy(() -> counter.given().when(1, Integer::sum).then(2))
                .isInstanceOf(AssertionError.class);
    }
}

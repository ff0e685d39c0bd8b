package io.tallybook.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTimePolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");

    @Test
    void whereNothingIsSetEverythingIsTaken() {
        EventTimePolicy policy = EventTimePolicy.of(Map.of());
        assertThat(policy).isEqualTo(EventTimePolicy.USUAL);
        assertThat(policy.expectedInsteadOf(NOW.minus(Duration.ofDays(3_000)), NOW)).isEmpty();
        assertThat(policy.expectedInsteadOf(NOW.plus(Duration.ofDays(300)), NOW)).isEmpty();
    }

    @Test
    void whatIsLateIsTakenUpToItsLimitAndNotBehindIt() {
        EventTimePolicy policy =
                EventTimePolicy.of(Map.of("late_events", "accept_until", "late_hours_max", "48"));
        assertThat(policy.expectedInsteadOf(NOW.minus(Duration.ofDays(2)), NOW)).isEmpty();
        assertThat(policy.expectedInsteadOf(NOW.minus(Duration.ofDays(2)).minusNanos(1), NOW))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("2026-03-08T12:00:00Z", "PT48H"));
        assertThat(policy.expectedInsteadOf(NOW.plus(Duration.ofDays(300)), NOW)).isEmpty();
    }

    @Test
    void whatIsRejectedAltogetherIsStillGivenTheTimeThatClocksDiffer() {
        EventTimePolicy policy =
                EventTimePolicy.of(Map.of("late_events", "reject", "future_events", "reject"));
        assertThat(policy.expectedInsteadOf(NOW.minus(EventTimePolicy.TOLERANCE), NOW)).isEmpty();
        assertThat(policy.expectedInsteadOf(NOW.plus(EventTimePolicy.TOLERANCE), NOW)).isEmpty();
        assertThat(policy.expectedInsteadOf(NOW.minus(Duration.ofMinutes(6)), NOW)).isPresent();
        assertThat(policy.expectedInsteadOf(NOW.plus(Duration.ofMinutes(6)), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("in the future"));
    }
}

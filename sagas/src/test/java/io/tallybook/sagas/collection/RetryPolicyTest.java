package io.tallybook.sagas.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    private static final Instant FAILED = Instant.parse("2025-03-01T00:00:00Z");

    @Test
    void pausesGrowUntilItIsGivenUp() {
        assertThat(RetryPolicy.USUAL.next(1, FAILED)).contains(FAILED.plus(Duration.ofDays(1)));
        assertThat(RetryPolicy.USUAL.next(2, FAILED)).contains(FAILED.plus(Duration.ofDays(2)));
        assertThat(RetryPolicy.USUAL.next(3, FAILED)).contains(FAILED.plus(Duration.ofDays(4)));
        assertThat(RetryPolicy.USUAL.next(4, FAILED)).isEmpty();
        assertThat(RetryPolicy.USUAL.next(9, FAILED)).isEmpty();
    }

    @Test
    void aSettingSaysOtherwiseAndWhatItLeavesOutIsAsUsual() {
        RetryPolicy policy = RetryPolicy.of(Map.of("attempts_max", "2", "pause_hours", "6"));
        assertThat(policy).isEqualTo(new RetryPolicy(2, Duration.ofHours(6), 2));
        assertThat(policy.next(1, FAILED)).contains(FAILED.plus(Duration.ofHours(6)));
        assertThat(policy.next(2, FAILED)).isEmpty();
    }
}

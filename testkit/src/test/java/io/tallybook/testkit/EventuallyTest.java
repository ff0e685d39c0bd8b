package io.tallybook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    @Test
    void itTriesAgainUntilTheConditionHolds() {
        AtomicInteger attempts = new AtomicInteger();

        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(attempts.incrementAndGet()).isGreaterThanOrEqualTo(5));

        assertThat(attempts).hasValue(5);
    }

    @Test
    void atTheEndItSaysWhatWasStillWrong() {
        assertThatThrownBy(
                        () ->
                                Eventually.within(
                                        Duration.ofMillis(20),
                                        () -> {
                                            throw new IllegalStateException("still closed");
                                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("still closed")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void itTriesAtLeastOnce() {
        assertThat(Eventually.get(Duration.ZERO, () -> "here")).isEqualTo("here");
    }
}

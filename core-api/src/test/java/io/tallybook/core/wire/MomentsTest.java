package io.tallybook.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
    private static final long FIRST = Instant.parse("-9999-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("+19999-01-01T00:00:00Z").getEpochSecond();
    private static final int[] NANOS = {0, 0, 120_000_000, 123_456_000, 1};

    @Test
    void areReadAsTheyAreWritten() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            Instant moment =
                    Instant.ofEpochSecond(
                            random.nextLong(FIRST, LAST), NANOS[random.nextInt(NANOS.length)]);
            assertThat(Moments.of(moment.toString())).as("seed %d", seed).isEqualTo(moment);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59Z",
                "0000-01-01T00:00:00Z",
                "2024-12-31T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2024-02-29t23:59:59z",
                "2024-02-29T23:59:59.5Z",
                "2024-02-29T23:59:59+01:00"
            })
    void areReadAsTheGeneralParserReadsThem(String text) {
        assertThat(Moments.of(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2023-02-29T00:00:00Z",
                "2024-13-01T00:00:00Z",
                "2024-01-01T25:00:00Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01 00:00:00Z",
                "2024-01-01T00:00:00",
                "٢٠٢٤-01-01T00:00:00Z",
                "20240101T000000Z....",
                ""
            })
    void areRefusedAsTheGeneralParserRefusesThem(String text) {
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeParseException.class);
        assertThatThrownBy(() -> Moments.of(text)).isInstanceOf(DateTimeParseException.class);
    }
}

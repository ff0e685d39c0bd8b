package io.tallybook.api.request;

import java.time.Duration;
import java.util.Map;

/** A length of time as a request says it: a {@code value} of a {@code unit}. */
public final class Pause {
    private static final Choice<Duration> UNITS =
            Choice.of(
                    Map.of(
                            "second", Duration.ofSeconds(1),
                            "minute", Duration.ofMinutes(1),
                            "hour", Duration.ofHours(1),
                            "day", Duration.ofDays(1)));
    private static final long VALUE_MAX = 1_000_000;

    private Pause() {}

    /** Zero or more. Complains naming the fields. */
    public static long seconds(Fields in) {
        return in.required("value").integer(0, VALUE_MAX)
                * in.required("unit").choice(UNITS).toSeconds();
    }
}

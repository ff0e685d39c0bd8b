package io.tallybook.domain.usage;

import java.time.Instant;
import java.time.ZoneId;

/** A stretch of time [from, to) in which usage is read, and the zone whose days count. */
public record TimeWindow(Instant from, Instant to, ZoneId zone) {
    public TimeWindow {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "window.to must not be before window.from: from " + from + ", to " + to);
        }
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }
}

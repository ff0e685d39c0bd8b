package io.tallybook.api.ids;

import io.tallybook.core.Ulid;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Ids in the order in which they were asked for, within this process: a later one sorts after an
 * earlier one even within a millisecond, and even when the machine's clock steps back.
 */
public final class TimeOrderedIds implements Ids {

    private final InstantSource clock;
    private final RandomGenerator random;

    private long lastMillis = -1;
    private int high;
    private long low;

    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized Ulid next() {
        long now = clock.millis();
        if (now > lastMillis) {
            start(now);
        } else {
            step();
        }
        byte[] entropy = ByteBuffer.allocate(10).putShort((short) high).putLong(low).array();
        return Ulid.of(Instant.ofEpochMilli(lastMillis), entropy);
    }

    private void start(long millis) {
        lastMillis = millis;
        // The top bit stays free, so that a millisecond holds 2^79 ids before the next one is
        // borrowed.
        high = random.nextInt() & 0x7FFF;
        low = random.nextLong();
    }

    private void step() {
        low++;
        if (low == 0) {
            high++;
        }
        if (high > 0xFFFF) {
            start(lastMillis + 1);
        }
    }
}

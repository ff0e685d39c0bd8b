package io.tallybook.ingestion.rollup;

import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** How long a stretch of time one row of a rollup adds up, and where the row is kept. */
public enum Slot {
    HOUR("usage_rollup_hour", Duration.ofHours(1)),
    DAY("usage_rollup_day", Duration.ofDays(1));

    private static final long BASE = UsageFrame.micros(UsageFrame.TIMESTAMP_MIN);

    private final String table;
    private final Duration length;

    Slot(String table, Duration length) {
        this.table = table;
        this.length = length;
    }

    public String table() {
        return table;
    }

    /** The slot of an event as SQL, from the column with its time. */
    public String of(String column) {
        return "toUInt32(intDiv(toUnixTimestamp64Micro(%s) - (%d), %d))"
                .formatted(column, BASE, micros());
    }

    /** The slot of an hour as SQL, from the column with the number of the hour. */
    String ofHours(String column) {
        return "toUInt32(intDiv(%s, %d))".formatted(column, length.toHours());
    }

    /** When a slot begins as SQL, from the column {@code slot}. */
    public String start() {
        return "fromUnixTimestamp64Micro(toInt64(slot) * %d + (%d), 'UTC')"
                .formatted(micros(), BASE);
    }

    /** The number of the first slot that begins at {@code instant} or later. */
    public long from(Instant instant) {
        return Math.ceilDiv(UsageFrame.micros(instant.plusNanos(999)) - BASE, micros());
    }

    /** The number of the first slot that ends after {@code instant}. */
    public long holding(Instant instant) {
        return Math.floorDiv(UsageFrame.micros(instant) - BASE, micros());
    }

    /** When slot {@code number} begins. */
    public Instant start(long number) {
        return UsageFrame.instant(number * micros() + BASE);
    }

    /** Whether a slot begins at {@code instant}. */
    public boolean beginsAt(Instant instant) {
        return start(holding(instant)).equals(instant);
    }

    /** Whether whatever begins at a full hour, or day, of {@code zone} is where a slot begins. */
    public boolean fits(ZoneId zone, Instant from, Instant to) {
        ZoneRules rules = zone.getRules();
        if (!fits(rules.getOffset(from))) {
            return false;
        }
        ZoneOffsetTransition next = rules.nextTransition(from);
        while (next != null && !next.getInstant().isAfter(to)) {
            if (!fits(next.getOffsetAfter())) {
                return false;
            }
            next = rules.nextTransition(next.getInstant());
        }
        return true;
    }

    private boolean fits(ZoneOffset offset) {
        return offset.getTotalSeconds() % length.toSeconds() == 0;
    }

    private long micros() {
        return length.toNanos() / 1_000;
    }
}

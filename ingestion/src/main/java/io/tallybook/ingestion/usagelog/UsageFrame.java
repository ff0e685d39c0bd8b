package io.tallybook.ingestion.usagelog;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageEvent;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One usage event as bytes, on the log and, but for the first byte, in an insert into ClickHouse.
 *
 * <pre>
 * version 1: 0x01, then a row in ClickHouse's RowBinary:
 *   tenant String · environment String · event_id String          the identity
 *   event_name String · external_customer_id String · timestamp DateTime64(6)
 *   received_at DateTime64(6) · source Nullable(String) · properties Map(String, String)
 * </pre>
 *
 * The sink thus copies what the intake wrote instead of taking it apart, twenty thousand times a
 * second.
 */
public final class UsageFrame {
    /** What ClickHouse can hold and order by. */
    public static final Instant TIMESTAMP_MIN = Instant.parse("1900-01-01T00:00:00Z");

    public static final Instant TIMESTAMP_MAX = Instant.parse("2299-12-31T23:59:59.999999Z");

    private static final byte VERSION = 1;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private final byte[] bytes;
    private final int start;
    private final int scopeEnd;
    private final int identityEnd;
    private final int timestampEnd;
    private final int end;

    private UsageFrame(
            byte[] bytes, int start, int scopeEnd, int identityEnd, int timestampEnd, int end) {
        this.bytes = bytes;
        this.start = start;
        this.scopeEnd = scopeEnd;
        this.identityEnd = identityEnd;
        this.timestampEnd = timestampEnd;
        this.end = end;
    }

    /**
     * Writes {@code event}; a finer timestamp is cut to the microsecond.
     *
     * <p>Errors: IllegalArgumentException naming the field, the value and the range if a timestamp
     * is outside of what the store can hold.
     */
    public static byte[] encode(UsageEvent event) {
        RowBinaryWriter row = new RowBinaryWriter(256);
        row.int8(VERSION);
        identity(row, event);
        row.string(event.eventName());
        row.string(event.externalCustomerId());
        row.int64(micros("timestamp", event.timestamp()));
        row.int64(micros("received_at", event.receivedAt()));
        row.nullableString(event.source());
        row.varint(event.properties().size());
        event.properties()
                .forEach(
                        (key, value) -> {
                            row.string(key);
                            row.string(value);
                        });
        return row.toByteArray();
    }

    /** The bytes of an event's identity, as {@link #identity} gives them for a frame. */
    public static byte[] identityBytes(UsageEvent event) {
        RowBinaryWriter row = new RowBinaryWriter(128);
        identity(row, event);
        return row.toByteArray();
    }

    /**
     * Checks {@code bytes} from end to end and finds their parts.
     *
     * @throws UndecodableUsage saying where they are wrong
     */
    public static UsageFrame of(byte @Nullable [] bytes) throws UndecodableUsage {
        if (bytes == null || bytes.length == 0) {
            throw new UndecodableUsage("empty record");
        }
        if (bytes[0] != VERSION) {
            throw new UndecodableUsage("unknown version " + bytes[0] + ", known is " + VERSION);
        }
        RowBinaryReader row = new RowBinaryReader(bytes, 1);
        UsageFrame frame = next(row);
        if (row.hasNext()) {
            throw new UndecodableUsage(
                    (bytes.length - row.position()) + " bytes follow the last field");
        }
        return frame;
    }

    /** The frame of the row where {@code row} stands, which then stands behind it. */
    public static UsageFrame next(RowBinaryReader row) throws UndecodableUsage {
        int start = row.position();
        try {
            skipNonEmpty(row, "tenant");
            skipNonEmpty(row, "environment");
            int scopeEnd = row.position();
            skipNonEmpty(row, "event_id");
            int identityEnd = row.position();
            skipNonEmpty(row, "event_name");
            skipNonEmpty(row, "external_customer_id");
            requireInRange("timestamp", row.int64());
            int timestampEnd = row.position();
            requireInRange("received_at", row.int64());
            row.skipNullableString();
            long properties = row.varint();
            for (long i = 0; i < properties; i++) {
                row.skipString();
                row.skipString();
            }
            return new UsageFrame(
                    row.bytes(), start, scopeEnd, identityEnd, timestampEnd, row.position());
        } catch (IndexOutOfBoundsException e) {
            throw new UndecodableUsage("ends in the middle of a field, at byte " + row.position());
        }
    }

    /** The whole row, without the version. */
    public void writeRow(RowBinaryWriter to) {
        to.raw(bytes, start, end);
    }

    /** The row's first columns: identity, event name, customer, timestamp. */
    public void writeIdentityRow(RowBinaryWriter to) {
        to.raw(bytes, start, timestampEnd);
    }

    /** Equal for two frames exactly if they are the same event, whatever else they say. */
    public String identity() {
        return RowBinaryReader.key(bytes, start, identityEnd);
    }

    /** Equal for two frames exactly if they are of the same tenant and environment. */
    public String scopeKey() {
        return RowBinaryReader.key(bytes, start, scopeEnd);
    }

    /** What {@link #scopeKey()} is for frames of this scope. */
    public static String scopeKey(Scope scope) {
        RowBinaryWriter row = new RowBinaryWriter(64);
        row.string(scope.tenant().value());
        row.string(scope.environment().value());
        byte[] bytes = row.toByteArray();
        return RowBinaryReader.key(bytes, 0, bytes.length);
    }

    /** Tenant, environment and event id behind one another: what a hash is taken of. */
    public byte[] identityText() {
        RowBinaryReader row = new RowBinaryReader(bytes, start);
        byte[] text = new byte[identityEnd - start];
        int length = 0;
        for (int i = 0; i < 3; i++) {
            int size = row.skipString();
            System.arraycopy(bytes, row.position() - size, text, length, size);
            length += size;
        }
        return Arrays.copyOf(text, length);
    }

    /**
     * A hash of what the event says: its name, its customer and its properties in any order. Not of
     * when it happened or came in, nor by which way: a repeat may differ in those and is still the
     * same event said again.
     */
    public long content() {
        long hash = XxHash64.of(bytes, identityEnd, timestampEnd - Long.BYTES);
        RowBinaryReader row = new RowBinaryReader(bytes, timestampEnd + Long.BYTES);
        row.skipNullableString();
        long properties = row.varint();
        for (long i = 0; i < properties; i++) {
            int from = row.position();
            row.skipString();
            row.skipString();
            hash += XxHash64.of(bytes, from, row.position());
        }
        return hash;
    }

    /** The month it was used in, as the store partitions by: 202603. */
    public int month() {
        long micros = new RowBinaryReader(bytes, timestampEnd - Long.BYTES).int64();
        ZonedDateTime at = instant(micros).atZone(ZoneOffset.UTC);
        return at.getYear() * 100 + at.getMonthValue();
    }

    public String tenant() {
        return new RowBinaryReader(bytes, start).string();
    }

    public String environment() {
        RowBinaryReader row = new RowBinaryReader(bytes, start);
        row.skipString();
        return row.string();
    }

    public String eventId() {
        return new RowBinaryReader(bytes, scopeEnd).string();
    }

    public String externalCustomerId() {
        RowBinaryReader row = new RowBinaryReader(bytes, identityEnd);
        row.skipString();
        return row.string();
    }

    /** Takes the frame apart. */
    public UsageEvent decode() {
        return event(new RowBinaryReader(bytes, start));
    }

    /** Reads one event where {@code row} stands; the columns in the order given above. */
    public static UsageEvent event(RowBinaryReader row) {
        Scope scope = new Scope(new TenantId(row.string()), new EnvironmentId(row.string()));
        String eventId = row.string();
        String eventName = row.string();
        String customer = row.string();
        Instant timestamp = instant(row.int64());
        Instant receivedAt = instant(row.int64());
        @Nullable String source = row.nullableString();
        int size = Math.toIntExact(row.varint());
        Map<String, String> properties = HashMap.newHashMap(size);
        for (int i = 0; i < size; i++) {
            properties.put(row.string(), row.string());
        }
        return new UsageEvent(
                scope, eventId, eventName, customer, timestamp, source, properties, receivedAt);
    }

    /** Microseconds since 1970, as ClickHouse keeps them; anything finer is cut off. */
    public static long micros(Instant instant) {
        return instant.getEpochSecond() * MICROS_PER_SECOND + instant.getNano() / NANOS_PER_MICRO;
    }

    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_PER_SECOND),
                Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    private static void identity(RowBinaryWriter row, UsageEvent event) {
        row.string(event.scope().tenant().value());
        row.string(event.scope().environment().value());
        row.string(event.eventId());
    }

    private static long micros(String field, Instant value) {
        if (value.isBefore(TIMESTAMP_MIN) || value.isAfter(TIMESTAMP_MAX.plusNanos(999))) {
            throw new IllegalArgumentException(
                    field
                            + " "
                            + value
                            + " must be from "
                            + TIMESTAMP_MIN
                            + " to "
                            + TIMESTAMP_MAX);
        }
        return micros(value);
    }

    private static void requireInRange(String field, long micros) throws UndecodableUsage {
        if (micros < micros(TIMESTAMP_MIN) || micros > micros(TIMESTAMP_MAX)) {
            throw new UndecodableUsage(field + " of " + micros + " microseconds is out of range");
        }
    }

    private static void skipNonEmpty(RowBinaryReader row, String field) throws UndecodableUsage {
        if (row.skipString() == 0) {
            throw new UndecodableUsage(field + " is empty");
        }
    }
}

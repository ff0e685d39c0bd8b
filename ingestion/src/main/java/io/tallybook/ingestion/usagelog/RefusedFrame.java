package io.tallybook.ingestion.usagelog;

import io.tallybook.core.usage.RefusedUsage;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that says that an event was not taken, as bytes.
 *
 * <pre>
 * version 4: 0x04, then reason String · the event as a {@link UsageFrame} without its version
 * </pre>
 *
 * It stands on the log so that it is as durable as what was taken, and is accounted for with it.
 */
public final class RefusedFrame {
    private static final byte VERSION = 4;

    private final byte[] bytes;

    private RefusedFrame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether {@code bytes} are a record of this kind. */
    public static boolean isOne(byte @Nullable [] bytes) {
        return bytes != null && bytes.length > 0 && bytes[0] == VERSION;
    }

    /** Errors: IllegalArgumentException as of {@link UsageFrame#encode}. */
    public static byte[] encode(RefusedUsage refused) {
        RowBinaryWriter row = new RowBinaryWriter(256);
        row.int8(VERSION);
        row.string(refused.reason());
        byte[] event = UsageFrame.encode(refused.event());
        row.raw(event, 1, event.length);
        return row.toByteArray();
    }

    /**
     * Checks {@code bytes} from end to end.
     *
     * @throws UndecodableUsage saying where they are wrong
     */
    public static RefusedFrame of(byte[] bytes) throws UndecodableUsage {
        RowBinaryReader row = new RowBinaryReader(bytes, 1);
        try {
            row.skipString();
        } catch (IndexOutOfBoundsException e) {
            throw new UndecodableUsage("ends in the middle of a field, at byte " + row.position());
        }
        UsageFrame.next(row);
        if (row.hasNext()) {
            throw new UndecodableUsage(
                    (bytes.length - row.position()) + " bytes follow the last field");
        }
        return new RefusedFrame(bytes);
    }

    /** The whole row, without the version. */
    public void writeRow(RowBinaryWriter to) {
        to.raw(bytes, 1, bytes.length);
    }
}

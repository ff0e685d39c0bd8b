package io.tallybook.ingestion.usagelog;

import io.tallybook.core.Scope;
import io.tallybook.core.usage.AmendedEvent;
import io.tallybook.core.usage.AmendedEvent.Action;
import io.tallybook.core.usage.AmendmentId;
import io.tallybook.core.usage.AmendmentView.Step;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log that amends usage, as bytes.
 *
 * <pre>
 * version 2, what is said of an event: 0x02, then
 *   amendment String · action Int8 · was_event_name String · was_external_customer_id String
 *   was_timestamp DateTime64(6) · the event as a {@link UsageFrame} without its version
 * version 3, a step of an amendment: 0x03, then
 *   tenant String · environment String · amendment String · step Int8 · at DateTime64(6)
 *   actor String · reason String
 * </pre>
 *
 * What is said of an event lies in the partition of the event's identity, so all that is ever said
 * of it has one order.
 */
public final class AmendmentFrame {
    private static final byte EVENT = 2;
    private static final byte STEP = 3;

    private final byte[] bytes;
    private final @Nullable UsageFrame event;
    private final byte action;

    private AmendmentFrame(byte[] bytes, @Nullable UsageFrame event, byte action) {
        this.bytes = bytes;
        this.event = event;
        this.action = action;
    }

    /** Whether {@code bytes} are a record of this kind, and not an event. */
    public static boolean isOne(byte @Nullable [] bytes) {
        return bytes != null && bytes.length > 0 && (bytes[0] == EVENT || bytes[0] == STEP);
    }

    /** Errors: IllegalArgumentException as of {@link UsageFrame#encode}. */
    public static byte[] encode(AmendedEvent amended) {
        AmendedEvent.Place was = amended.was();
        RowBinaryWriter row = new RowBinaryWriter(256);
        row.int8(EVENT);
        row.string(amended.amendment().value());
        row.int8(number(amended.action()));
        row.string(was == null ? "" : was.eventName());
        row.string(was == null ? "" : was.externalCustomerId());
        row.int64(UsageFrame.micros(was == null ? amended.event().timestamp() : was.timestamp()));
        byte[] event = UsageFrame.encode(amended.event());
        row.raw(event, 1, event.length);
        return row.toByteArray();
    }

    public static byte[] encode(
            Scope scope,
            AmendmentId amendment,
            Step step,
            Instant at,
            String actor,
            String reason) {
        RowBinaryWriter row = new RowBinaryWriter(256);
        row.int8(STEP);
        row.raw(key(scope, amendment), 0, key(scope, amendment).length);
        row.int8(number(step));
        row.int64(UsageFrame.micros(at));
        row.string(actor);
        row.string(reason);
        return row.toByteArray();
    }

    /** By which the steps of an amendment are kept together on the log. */
    public static byte[] key(Scope scope, AmendmentId amendment) {
        RowBinaryWriter key = new RowBinaryWriter(128);
        key.string(scope.tenant().value());
        key.string(scope.environment().value());
        key.string(amendment.value());
        return key.toByteArray();
    }

    /**
     * Checks {@code bytes} from end to end.
     *
     * @throws UndecodableUsage saying where they are wrong
     */
    public static AmendmentFrame of(byte[] bytes) throws UndecodableUsage {
        RowBinaryReader row = new RowBinaryReader(bytes, 1);
        try {
            AmendmentFrame frame = bytes[0] == EVENT ? event(row) : step(row);
            if (row.hasNext()) {
                throw new UndecodableUsage(
                        (bytes.length - row.position()) + " bytes follow the last field");
            }
            return frame;
        } catch (IndexOutOfBoundsException e) {
            throw new UndecodableUsage("ends in the middle of a field, at byte " + row.position());
        }
    }

    private static AmendmentFrame event(RowBinaryReader row) throws UndecodableUsage {
        row.skipString();
        byte action = row.int8();
        if (action < 1 || action > Action.values().length) {
            throw new UndecodableUsage("unknown action " + action);
        }
        row.skipString();
        row.skipString();
        row.int64();
        return new AmendmentFrame(row.bytes(), UsageFrame.next(row), action);
    }

    private static AmendmentFrame step(RowBinaryReader row) throws UndecodableUsage {
        row.skipString();
        row.skipString();
        row.skipString();
        byte step = row.int8();
        if (step < 1 || step > Step.values().length) {
            throw new UndecodableUsage("unknown step " + step);
        }
        row.int64();
        row.skipString();
        row.skipString();
        return new AmendmentFrame(row.bytes(), null, (byte) 0);
    }

    /** The event that it says something of; absent of a step. */
    public @Nullable UsageFrame event() {
        return event;
    }

    /** Whether the event is new, so that nothing else may have its id. */
    public boolean isAdded() {
        return action == number(Action.ADD);
    }

    /** The whole row, without the version. */
    public void writeRow(RowBinaryWriter to) {
        to.raw(bytes, 1, bytes.length);
    }

    public static byte number(Action action) {
        return switch (action) {
            case REPLACE -> 1;
            case DEPRECATE -> 2;
            case RESTORE -> 3;
            case ADD -> 4;
        };
    }

    public static byte number(Step step) {
        return switch (step) {
            case DRAFTED -> 1;
            case APPLIED -> 2;
            case REVERTED -> 3;
        };
    }

    /** Errors: IllegalArgumentException for a number that none has. */
    public static Action action(byte number) {
        return switch (number) {
            case 1 -> Action.REPLACE;
            case 2 -> Action.DEPRECATE;
            case 3 -> Action.RESTORE;
            case 4 -> Action.ADD;
            default -> throw new IllegalArgumentException("unknown action " + number);
        };
    }

    /** Errors: IllegalArgumentException for a number that none has. */
    public static Step step(byte number) {
        return switch (number) {
            case 1 -> Step.DRAFTED;
            case 2 -> Step.APPLIED;
            case 3 -> Step.REVERTED;
            default -> throw new IllegalArgumentException("unknown step " + number);
        };
    }
}

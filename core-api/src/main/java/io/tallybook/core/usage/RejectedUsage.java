package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that came in and was no usage event: set aside with its reason, and kept until somebody
 * repairs it.
 *
 * @param id follows from where the record stood, so that one that comes again is the same
 * @param source where it came from: a topic with its partition, or a task
 * @param position where it stood there: an offset, or the number of a record in a file
 * @param reason what is wrong with it
 * @param payload the record as it came
 * @param rejectedAt the environment's clock
 * @param replayedAs the id of the event that was made of it after it was repaired; absent until
 *     then
 * @param eventId the id that it says the event has; absent if it says none
 */
public record RejectedUsage(
        String id,
        Scope scope,
        String source,
        long position,
        String reason,
        String payload,
        Instant rejectedAt,
        @Nullable String replayedAs,
        @Nullable String eventId) {
    /** Of what payload and reason are kept. */
    public static final int PAYLOAD_MAX = 65_536;

    /** One that was just set aside. */
    public static RejectedUsage of(
            Scope scope,
            String source,
            long position,
            String reason,
            String payload,
            Instant rejectedAt,
            @Nullable String eventId) {
        Ulid id =
                Ulid.derived(
                        Instant.EPOCH,
                        "rejected usage",
                        scope.tenant().value(),
                        scope.environment().value(),
                        source,
                        Long.toString(position));
        String kept = payload.length() <= PAYLOAD_MAX ? payload : payload.substring(0, PAYLOAD_MAX);
        return new RejectedUsage(
                "rejected_" + id, scope, source, position, reason, kept, rejectedAt, null, eventId);
    }

    /** One that stands where its content says: sent again, it is the same. */
    public static RejectedUsage ofContent(
            Scope scope,
            String source,
            String reason,
            String payload,
            Instant rejectedAt,
            @Nullable String eventId) {
        long position =
                UUID.nameUUIDFromBytes(payload.getBytes(StandardCharsets.UTF_8))
                                .getMostSignificantBits()
                        & Long.MAX_VALUE;
        return of(scope, source, position, reason, payload, rejectedAt, eventId);
    }

    /** The same once it was repaired. */
    public RejectedUsage replayed(String event) {
        return new RejectedUsage(
                id, scope, source, position, reason, payload, rejectedAt, event, eventId);
    }
}

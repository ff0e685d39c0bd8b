package io.tallybook.core.audit;

import io.tallybook.core.Scope;
import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about the past of an entity. */
public sealed interface AuditQuery {
    /** Every event of an entity, oldest first; answered with an optional {@link History}. */
    record HistoryOf(Scope scope, ViewKind kind, String id, int limit, int offset)
            implements AuditQuery {}

    /** An entity as it was, by replaying its events; answered with an optional {@link Moment}. */
    record AsOf(Scope scope, ViewKind kind, String id, Instant asOf) implements AuditQuery {}

    /** One page of events. */
    record History(List<Entry> items, long total) {
        public History {
            items = List.copyOf(items);
        }
    }

    /**
     * One event.
     *
     * @param event its stable name, as {@code subscription.renewed}
     * @param version the version of its shape
     * @param recordedAt the machine's clock when it was stored
     * @param effectiveAt the environment's clock when it took effect
     * @param payload what it says, as JSON text
     */
    record Entry(
            long sequence,
            String event,
            String version,
            Instant recordedAt,
            Instant effectiveAt,
            @Nullable String actor,
            @Nullable String requestId,
            @Nullable String command,
            @Nullable String cause,
            String payload) {}

    /**
     * An entity at a moment.
     *
     * @param asOf the moment of the environment's clock that was asked for
     * @param sequence of the last event that had taken effect by then
     */
    record Moment(Instant asOf, long sequence, View state) {}
}

package io.tallybook.core.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one amendment says of one event.
 *
 * @param event what it says from then on; of one that no longer counts, what it said
 * @param was where the event stood before; absent of one that was not there
 */
public record AmendedEvent(
        AmendmentId amendment, Action action, UsageEvent event, @Nullable Place was) {

    /** What is done with an event. */
    public enum Action {
        /** It counts with other content. */
        REPLACE,
        /** It no longer counts. */
        DEPRECATE,
        /** It counts as it first came in. */
        RESTORE,
        /** It is new, and counts as long as the amendment is in force. */
        ADD
    }

    /** By what usage is found: the event's name, its customer and when it happened. */
    public record Place(String eventName, String externalCustomerId, Instant timestamp) {
        public static Place of(UsageEvent event) {
            return new Place(event.eventName(), event.externalCustomerId(), event.timestamp());
        }
    }

    public boolean counts() {
        return action != Action.DEPRECATE;
    }
}

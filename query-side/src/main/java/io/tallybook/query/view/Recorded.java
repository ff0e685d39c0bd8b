package io.tallybook.query.view;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wire.Moments;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * What stands around an event in the store.
 *
 * @param sequence its place among the events of its entity, from 0
 * @param effectiveAt the environment's clock when it took effect
 * @param actor who did it
 */
public record Recorded(long sequence, Instant effectiveAt, String actor, Scope scope) {
    /** The actor of an event that names none. */
    public static final String NOBODY = "unknown";

    /**
     * Reads it from a stored event.
     *
     * <p>Errors: IllegalStateException naming the event and what its metadata lacks.
     */
    public static Recorded of(DomainEventMessage<?> message) {
        String actor = text(message, Meta.ACTOR);
        return new Recorded(
                message.getSequenceNumber(),
                Moments.of(required(message, Meta.EFFECTIVE_AT)),
                actor == null ? NOBODY : actor,
                new Scope(
                        new TenantId(required(message, Meta.TENANT)),
                        new EnvironmentId(required(message, Meta.ENVIRONMENT))));
    }

    public Stamp firstStamp() {
        return Stamp.first(effectiveAt, actor, sequence);
    }

    public Stamp stampAfter(Stamp before) {
        return before.next(effectiveAt, actor, sequence);
    }

    /** After an event that deletes, archives or brings back. */
    public Stamp stampAfter(Stamp before, EntityStatus becomes) {
        return before.next(effectiveAt, actor, sequence, becomes);
    }

    private static String required(DomainEventMessage<?> message, String name) {
        String value = text(message, name);
        if (value == null) {
            throw new IllegalStateException(
                    "event "
                            + message.getSequenceNumber()
                            + " of "
                            + message.getAggregateIdentifier()
                            + " ("
                            + message.getPayloadType().getName()
                            + ") has no '"
                            + name
                            + "' in its metadata "
                            + message.getMetaData().keySet());
        }
        return value;
    }

    private static @Nullable String text(DomainEventMessage<?> message, String name) {
        Object value = message.getMetaData().get(name);
        return value == null ? null : value.toString();
    }
}

package io.tallybook.sagas;

import io.tallybook.core.Meta;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wire.Moments;
import java.time.Instant;
import org.axonframework.eventhandling.EventMessage;

/**
 * Where and when an event happened, which its metadata says.
 *
 * @param effectiveAt the environment's clock: the only time that a process knows
 */
public record Occurrence(Scope scope, Instant effectiveAt, String eventId) {

    /** Errors: IllegalStateException naming the event and what its metadata lack. */
    public static Occurrence of(EventMessage<?> event) {
        return new Occurrence(
                new Scope(
                        new TenantId(text(event, Meta.TENANT)),
                        new EnvironmentId(text(event, Meta.ENVIRONMENT))),
                Moments.of(text(event, Meta.EFFECTIVE_AT)),
                event.getIdentifier());
    }

    private static String text(EventMessage<?> event, String name) {
        if (event.getMetaData().get(name) instanceof String text) {
            return text;
        }
        throw new IllegalStateException(
                "event "
                        + event.getIdentifier()
                        + " ("
                        + event.getPayloadType().getName()
                        + ") has no '"
                        + name
                        + "' in its metadata "
                        + event.getMetaData().keySet());
    }
}

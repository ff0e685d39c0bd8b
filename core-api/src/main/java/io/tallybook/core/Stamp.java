package io.tallybook.core;

import java.time.Instant;

/**
 * When and by whom an entity was made and last changed.
 *
 * @param createdAt the environment's clock at its first event
 * @param updatedAt the environment's clock at its last event
 * @param createdBy the actor of its first event
 * @param updatedBy the actor of its last event
 * @param version the sequence of its last event
 */
public record Stamp(
        Instant createdAt, Instant updatedAt, String createdBy, String updatedBy, long version) {
    public static Stamp first(Instant at, String actor, long version) {
        return new Stamp(at, at, actor, actor, version);
    }

    public Stamp next(Instant at, String actor, long version) {
        return new Stamp(createdAt, at, createdBy, actor, version);
    }
}

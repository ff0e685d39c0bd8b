package io.tallybook.core;

import java.time.Instant;

/**
 * When and by whom an entity was made and last changed, and whether it is there for new use.
 *
 * @param createdAt the environment's clock at its first event
 * @param updatedAt the environment's clock at its last event
 * @param createdBy the actor of its first event
 * @param updatedBy the actor of its last event
 * @param version the sequence of its last event
 * @param status whether it is there for new use
 */
public record Stamp(
        Instant createdAt,
        Instant updatedAt,
        String createdBy,
        String updatedBy,
        long version,
        EntityStatus status) {
    public static Stamp first(Instant at, String actor, long version) {
        return new Stamp(at, at, actor, actor, version, EntityStatus.PUBLISHED);
    }

    public Stamp next(Instant at, String actor, long version) {
        return next(at, actor, version, status);
    }

    /** After an event that changes the status: of a deletion, an archiving or its undoing. */
    public Stamp next(Instant at, String actor, long version, EntityStatus becomes) {
        return new Stamp(createdAt, at, createdBy, actor, version, becomes);
    }
}

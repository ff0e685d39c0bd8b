package io.tallybook.core;

/**
 * Whether an entity is there for new use. Nothing is ever taken out of the store: what is deleted
 * or archived keeps its history and can be read by its id.
 */
public enum EntityStatus {
    /** In use; the only ones that a list shows unless it is asked for others. */
    PUBLISHED,

    /** Put aside by its owner; what uses it already goes on. */
    ARCHIVED,

    /** Deleted: its keys are free again and nothing new may refer to it. */
    DELETED
}

package io.tallybook.core;

/**
 * What a command that was accepted answers.
 *
 * @param id the entity
 * @param version the sequence of its last event, -1 if it has none; a repeat answers the version
 *     that stands
 */
public record Receipt(String id, long version) {}

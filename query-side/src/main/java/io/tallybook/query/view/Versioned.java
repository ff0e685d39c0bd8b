package io.tallybook.query.view;

/**
 * What is seen of an entity after its event number {@code sequence}.
 *
 * @param id the entity
 */
public record Versioned<S>(String id, S state, long sequence) {}

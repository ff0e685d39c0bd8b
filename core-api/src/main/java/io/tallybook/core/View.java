package io.tallybook.core;

/** What an entity looks like to a reader: the fold of its events, and nothing else. */
public interface View {
    EntityId id();

    Scope scope();

    Stamp stamp();
}

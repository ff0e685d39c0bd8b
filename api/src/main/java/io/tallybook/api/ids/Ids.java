package io.tallybook.api.ids;

import io.tallybook.core.Ulid;

/** Gives out identifiers that were never given out before. */
@FunctionalInterface
public interface Ids {

    Ulid next();
}

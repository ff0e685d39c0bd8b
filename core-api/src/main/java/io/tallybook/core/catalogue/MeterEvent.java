package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a meter. */
public sealed interface MeterEvent {
    MeterId meterId();

    /** A meter was made. */
    record Created(
            MeterId meterId,
            Scope scope,
            String name,
            MeterDefinition definition,
            ResetUsage resetUsage)
            implements MeterEvent {}
}

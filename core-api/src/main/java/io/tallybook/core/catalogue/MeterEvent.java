package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import java.util.List;

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

    /** A meter was named anew, or looks at other events from now on. */
    record Updated(MeterId meterId, String name, List<MeterDefinition.Filter> filters)
            implements MeterEvent {
        public Updated {
            filters = List.copyOf(filters);
        }
    }

    /** A meter was put aside. */
    record Archived(MeterId meterId) implements MeterEvent {}

    /** A meter was taken out of use. */
    record Deleted(MeterId meterId) implements MeterEvent {}
}

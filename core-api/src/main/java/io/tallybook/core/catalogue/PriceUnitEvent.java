package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import java.util.Map;

/** What happened to a price unit. */
public sealed interface PriceUnitEvent {
    PriceUnitId priceUnitId();

    /** A price unit was made. */
    record Created(PriceUnitId priceUnitId, Scope scope, PriceUnitDocument unit)
            implements PriceUnitEvent {}

    /** It got another name or other metadata. */
    record Updated(PriceUnitId priceUnitId, String name, Map<String, String> metadata)
            implements PriceUnitEvent {
        public Updated {
            metadata = Map.copyOf(metadata);
        }
    }

    /** It was deleted, and its code is free again. */
    record Deleted(PriceUnitId priceUnitId) implements PriceUnitEvent {}
}

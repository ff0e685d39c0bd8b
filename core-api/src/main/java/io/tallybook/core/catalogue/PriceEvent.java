package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;

/** What happened to a price. */
public sealed interface PriceEvent {
    PriceId priceId();

    /** A price was made. */
    record Created(PriceId priceId, Scope scope, PriceDocument price) implements PriceEvent {}
}

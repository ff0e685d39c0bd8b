package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import java.time.Instant;

/** What happened to a price. */
public sealed interface PriceEvent {
    PriceId priceId();

    /** A price was made. */
    record Created(PriceId priceId, Scope scope, PriceDocument price) implements PriceEvent {}

    /** It was described otherwise. */
    record Described(PriceId priceId, PriceDescription description) implements PriceEvent {}

    /**
     * A new version of it was made, to which its lookup key went over.
     *
     * @param endDate where it ends and the new version begins
     * @param successor the new version
     */
    record Superseded(PriceId priceId, Instant endDate, PriceId successor) implements PriceEvent {}

    /** It was ended for good, and its lookup key is free again. */
    record Ended(PriceId priceId, Instant endDate) implements PriceEvent {}
}

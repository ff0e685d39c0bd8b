package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a price. */
public sealed interface PriceCommand extends Command {
    @TargetAggregateIdentifier
    PriceId priceId();

    /** Makes a price. */
    record Create(PriceId priceId, Scope scope, Instant at, PriceDocument price)
            implements PriceCommand {}

    /** Describes it otherwise, without changing what is owed. */
    record Describe(PriceId priceId, Scope scope, Instant at, PriceDescription description)
            implements PriceCommand {}

    /**
     * Ends this version and makes the next one, both or neither. The new version begins where this
     * one ends and ends where this one would have ended; the lookup key goes over to it.
     *
     * @param successor the id of the new version
     * @param effectiveFrom the first moment at which the new version holds
     * @param price the new version; its range is that of this one but for the start
     */
    record Revise(
            PriceId priceId,
            Scope scope,
            Instant at,
            PriceId successor,
            Instant effectiveFrom,
            PriceDocument price)
            implements PriceCommand {}

    /** Ends it for good; it stays on record. */
    record End(PriceId priceId, Scope scope, Instant at, Instant endDate) implements PriceCommand {}
}

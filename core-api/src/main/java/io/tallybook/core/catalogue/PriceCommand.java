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
}

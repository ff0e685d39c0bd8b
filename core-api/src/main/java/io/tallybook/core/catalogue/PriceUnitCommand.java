package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a price unit. */
public sealed interface PriceUnitCommand extends Command {
    @TargetAggregateIdentifier
    PriceUnitId priceUnitId();

    /** Makes a price unit. */
    record Create(PriceUnitId priceUnitId, Scope scope, Instant at, PriceUnitDocument unit)
            implements PriceUnitCommand {}

    /** Gives it another name and other metadata; what it is worth never changes. */
    record Update(
            PriceUnitId priceUnitId,
            Scope scope,
            Instant at,
            String name,
            Map<String, String> metadata)
            implements PriceUnitCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Deletes it; refused while a price is written in it. */
    record Delete(PriceUnitId priceUnitId, Scope scope, Instant at) implements PriceUnitCommand {}
}

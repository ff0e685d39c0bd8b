package io.tallybook.core.catalogue;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about many prices at once. */
public sealed interface PriceBatchCommand extends Command {
    @TargetAggregateIdentifier
    PriceBatchId batchId();

    /** Makes all of these prices or none: a refusal names the index of the first that is wrong. */
    record Create(PriceBatchId batchId, Scope scope, Instant at, List<Item> items)
            implements PriceBatchCommand {
        public Create {
            items = List.copyOf(items);
        }
    }

    /** One price to be made. */
    record Item(PriceId priceId, PriceDocument price) {}
}

package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import java.util.List;

/** What happened to many prices at once. */
public sealed interface PriceBatchEvent {
    PriceBatchId batchId();

    /** These prices were made, all in one. */
    record Created(PriceBatchId batchId, Scope scope, List<PriceId> priceIds)
            implements PriceBatchEvent {
        public Created {
            priceIds = List.copyOf(priceIds);
        }
    }
}

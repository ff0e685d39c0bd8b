package io.tallybook.core.customer;

import io.tallybook.core.Scope;
import java.util.Map;

/** What happened to a customer. */
public sealed interface CustomerEvent {
    CustomerId customerId();

    /** A customer was made. */
    record Created(
            CustomerId customerId,
            Scope scope,
            String externalId,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata)
            implements CustomerEvent {
        public Created {
            metadata = Map.copyOf(metadata);
        }
    }

    /** What may change of a customer was replaced. */
    record Updated(
            CustomerId customerId,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata)
            implements CustomerEvent {
        public Updated {
            metadata = Map.copyOf(metadata);
        }
    }
}

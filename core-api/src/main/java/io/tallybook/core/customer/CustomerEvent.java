package io.tallybook.core.customer;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.wire.Sealed;
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
            Map<String, String> metadata,
            CustomerTerms terms)
            implements CustomerEvent, Sealed {
        public Created {
            metadata = Map.copyOf(metadata);
        }

        /** Of a customer with whom nothing is agreed. */
        public Created(
                CustomerId customerId,
                Scope scope,
                String externalId,
                PersonalData personal,
                String timezone,
                Map<String, String> metadata) {
            this(customerId, scope, externalId, personal, timezone, metadata, CustomerTerms.NONE);
        }

        @Override
        public EntityId sealedFor() {
            return customerId;
        }
    }

    /** What may change of a customer was replaced. */
    record Updated(
            CustomerId customerId,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata,
            CustomerTerms terms)
            implements CustomerEvent, Sealed {
        public Updated {
            metadata = Map.copyOf(metadata);
        }

        /** Of a customer with whom nothing is agreed. */
        public Updated(
                CustomerId customerId,
                PersonalData personal,
                String timezone,
                Map<String, String> metadata) {
            this(customerId, personal, timezone, metadata, CustomerTerms.NONE);
        }

        @Override
        public EntityId sealedFor() {
            return customerId;
        }
    }

    /** It is deleted: its external id is free again, and nothing new may refer to it. */
    record Deleted(CustomerId customerId) implements CustomerEvent {}

    /** Its key was destroyed: nobody can read its personal data any more, here or in any copy. */
    record Erased(CustomerId customerId) implements CustomerEvent {}
}

package io.tallybook.core.customer;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a customer. */
public sealed interface CustomerCommand extends Command {
    @TargetAggregateIdentifier
    CustomerId customerId();

    /**
     * Makes a customer.
     *
     * @param externalId the caller's own name for it, unique in the environment, by which usage is
     *     sent
     * @param timezone an IANA zone, in which its periods are computed
     */
    record Create(
            CustomerId customerId,
            Scope scope,
            Instant at,
            String externalId,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata)
            implements CustomerCommand {
        public Create {
            metadata = Map.copyOf(metadata);
        }
    }

    /** Replaces what may change of a customer; the external id stays. */
    record Update(
            CustomerId customerId,
            Scope scope,
            Instant at,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata)
            implements CustomerCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }
    }
}

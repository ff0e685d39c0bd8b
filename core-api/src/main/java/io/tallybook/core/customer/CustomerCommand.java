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
            Map<String, String> metadata,
            CustomerTerms terms)
            implements CustomerCommand {
        public Create {
            metadata = Map.copyOf(metadata);
        }

        /** Of a customer with whom nothing is agreed. */
        public Create(
                CustomerId customerId,
                Scope scope,
                Instant at,
                String externalId,
                PersonalData personal,
                String timezone,
                Map<String, String> metadata) {
            this(
                    customerId,
                    scope,
                    at,
                    externalId,
                    personal,
                    timezone,
                    metadata,
                    CustomerTerms.NONE);
        }
    }

    /** Replaces what may change of a customer; the external id stays. */
    record Update(
            CustomerId customerId,
            Scope scope,
            Instant at,
            PersonalData personal,
            String timezone,
            Map<String, String> metadata,
            CustomerTerms terms)
            implements CustomerCommand {
        public Update {
            metadata = Map.copyOf(metadata);
        }

        /** Of a customer with whom nothing is agreed. */
        public Update(
                CustomerId customerId,
                Scope scope,
                Instant at,
                PersonalData personal,
                String timezone,
                Map<String, String> metadata) {
            this(customerId, scope, at, personal, timezone, metadata, CustomerTerms.NONE);
        }
    }

    /**
     * Deletes it.
     *
     * @param subscriptions how many of its subscriptions are not at their end; none are allowed
     * @param counted how many subscriptions of it were looked at, ended ones included; it is
     *     refused if there are more
     */
    record Delete(CustomerId customerId, Scope scope, Instant at, long subscriptions, long counted)
            implements CustomerCommand {}

    /**
     * Makes its personal data unreadable for ever, here and in every copy of the events; invoices
     * and amounts stay.
     */
    record Erase(CustomerId customerId, Scope scope, Instant at) implements CustomerCommand {}
}

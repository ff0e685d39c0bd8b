package io.tallybook.command.sealing;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.EntityId;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.time.Instant;

/**
 * Gives each customer and each user its key, and takes it away; always in the transaction of the
 * command.
 */
public interface CustomerKeys {
    /**
     * Takes the external id for the customer and makes its key, in one step.
     *
     * <p>Answers whether the customer has the external id now; a repeat by the same customer is
     * true and changes nothing.
     */
    boolean register(Claim externalId, Scope scope, CustomerId customer);

    /** Gives the external id free again; the key stays, since its history can still be read. */
    void release(Scope scope, CustomerId customer, Instant at);

    /** Makes the key of a user, if there is none yet. */
    void make(Scope scope, EntityId owner);

    /** Destroys the key, and notes that the copies of what it sealed are to be cleared. */
    void destroy(Scope scope, EntityId owner);

    /** The creation, as long as its external id can be had. */
    default <E> Decision<E> secure(Decision<E> decision, Claim externalId, Scope scope) {
        if (!(decision instanceof Decision.Accepted<E>)) {
            return decision;
        }
        return register(externalId, scope, new CustomerId(externalId.owner().value()))
                ? decision
                : Decision.refused(Rejection.taken(externalId.field(), externalId.value()));
    }
}

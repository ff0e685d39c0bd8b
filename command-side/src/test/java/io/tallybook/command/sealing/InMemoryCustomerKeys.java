package io.tallybook.command.sealing;

import io.tallybook.command.uniqueness.Claim;
import io.tallybook.command.uniqueness.InMemoryUniqueness;
import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Customers' keys for tests of rules: which there are, without what they could open. */
public final class InMemoryCustomerKeys implements CustomerKeys {
    private final InMemoryUniqueness uniqueness;
    private final Set<EntityId> held = new HashSet<>();

    public InMemoryCustomerKeys(InMemoryUniqueness uniqueness) {
        this.uniqueness = uniqueness;
    }

    @Override
    public synchronized boolean register(Claim externalId, Scope scope, CustomerId customer) {
        return uniqueness.claim(externalId) && (held.add(customer) || held.contains(customer));
    }

    @Override
    public synchronized void make(Scope scope, EntityId owner) {
        held.add(owner);
    }

    @Override
    public void release(Scope scope, CustomerId customer, Instant at) {
        uniqueness.release("customer.external_id", customer);
    }

    @Override
    public synchronized void destroy(Scope scope, EntityId customer) {
        held.remove(customer);
    }
}

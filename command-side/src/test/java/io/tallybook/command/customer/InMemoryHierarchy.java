package io.tallybook.command.customer;

import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tree of customers for tests of rules; whoever is named as a parent is taken to exist. */
public final class InMemoryHierarchy implements Hierarchy {
    private final Map<CustomerId, CustomerId> parents = new HashMap<>();

    @Override
    public synchronized Optional<Rejection> place(
            Scope scope, CustomerId customer, @Nullable CustomerId parent) {
        if (parent == null) {
            parents.remove(customer);
            return Optional.empty();
        }
        for (CustomerId up = parent; up != null; up = parents.get(up)) {
            if (up.equals(customer)) {
                return Optional.of(Hierarchy.cycle(parent));
            }
        }
        parents.put(customer, parent);
        return Optional.empty();
    }

    @Override
    public synchronized long children(Scope scope, CustomerId customer) {
        return parents.values().stream().filter(customer::equals).count();
    }
}

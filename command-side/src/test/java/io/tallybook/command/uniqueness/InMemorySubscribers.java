package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Subscribers for tests of rules, kept to the same contract as those in Postgres. */
public final class InMemorySubscribers implements Subscribers {
    private record Key(Scope scope, String id) {}

    private final Map<Key, Set<SubscriptionId>> enrolled = new HashMap<>();
    private final Set<Key> withdrawn = new HashSet<>();

    @Override
    public synchronized Optional<EntityId> enrol(
            Scope scope, SubscriptionId subscription, Parties parties) {
        Optional<EntityId> gone =
                Stream.concat(parties.offered().stream(), parties.customers().stream())
                        .filter(id -> withdrawn.contains(new Key(scope, id.value())))
                        .findFirst();
        if (gone.isEmpty()) {
            for (CustomerId customer : parties.customers()) {
                boolean _ =
                        enrolled.computeIfAbsent(
                                        new Key(scope, customer.value()), _ -> new HashSet<>())
                                .add(subscription);
            }
        }
        return gone;
    }

    @Override
    public synchronized boolean close(Scope scope, CustomerId customer, long counted) {
        Key key = new Key(scope, customer.value());
        if (enrolled.getOrDefault(key, Set.of()).size() > counted) {
            return false;
        }
        withdrawn.add(key);
        return true;
    }

    @Override
    public synchronized void withdraw(Scope scope, EntityId offered) {
        withdrawn.add(new Key(scope, offered.value()));
    }
}

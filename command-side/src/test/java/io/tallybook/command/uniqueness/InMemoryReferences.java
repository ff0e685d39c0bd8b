package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** References without a database. */
public final class InMemoryReferences implements References {
    private record Key(Scope scope, String referred) {}

    private final Map<Key, Integer> holders = new HashMap<>();
    private final Set<Key> retired = new HashSet<>();

    @Override
    public synchronized boolean hold(Scope scope, EntityId referred) {
        Key key = new Key(scope, referred.value());
        if (retired.contains(key)) {
            return false;
        }
        holders.merge(key, 1, Integer::sum);
        return true;
    }

    @Override
    public synchronized void letGo(Scope scope, EntityId referred) {
        holders.computeIfPresent(
                new Key(scope, referred.value()), (_, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public synchronized boolean retire(Scope scope, EntityId referred) {
        Key key = new Key(scope, referred.value());
        return !holders.containsKey(key) && (retired.add(key) || retired.contains(key));
    }
}

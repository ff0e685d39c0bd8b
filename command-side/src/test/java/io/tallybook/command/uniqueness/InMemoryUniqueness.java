package io.tallybook.command.uniqueness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Uniqueness for tests of rules, kept to the same contract as the one in Postgres. */
public final class InMemoryUniqueness implements Uniqueness {
    private final Map<List<Object>, String> owners = new HashMap<>();

    @Override
    public synchronized boolean claim(Claim claim) {
        String owner = claim.owner().value();
        List<Object> key = List.of(claim.scope(), claim.kind(), claim.value());
        String before = owners.putIfAbsent(key, owner);
        return before == null || before.equals(owner);
    }

    @Override
    public synchronized void release(Claim claim) {
        owners.remove(List.of(claim.scope(), claim.kind(), claim.value()), claim.owner().value());
    }
}

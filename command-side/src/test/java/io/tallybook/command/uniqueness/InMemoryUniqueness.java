package io.tallybook.command.uniqueness;

import io.tallybook.core.EntityId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Uniqueness for tests of rules, kept to the same contract as the one in Postgres. */
public final class InMemoryUniqueness implements Uniqueness {
    private final Map<List<Object>, String> owners = new HashMap<>();

    /** Gives free what an owner has of a kind. */
    public synchronized void release(String kind, EntityId owner) {
        owners.entrySet()
                .removeIf(
                        taken ->
                                taken.getKey().contains(kind)
                                        && taken.getValue().equals(owner.value()));
    }

    @Override
    public synchronized boolean claim(Claim claim) {
        String owner = claim.owner().value();
        String before = owners.putIfAbsent(key(claim), owner);
        return before == null || before.equals(owner);
    }

    @Override
    public synchronized String owner(Claim claim) {
        return Objects.requireNonNull(owners.get(key(claim)));
    }

    @Override
    public synchronized void release(Claim claim) {
        owners.remove(key(claim), claim.owner().value());
    }

    private static List<Object> key(Claim claim) {
        return List.of(claim.scope(), claim.kind(), claim.value());
    }
}

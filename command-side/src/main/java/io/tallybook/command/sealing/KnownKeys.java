package io.tallybook.command.sealing;

import io.tallybook.core.wire.PersonalKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys used last, kept for a minute, so that an erasure by another instance is seen within it. One
 * that was destroyed stays known as such: a reading that was under way cannot bring it back.
 */
final class KnownKeys {
    private static final Duration KEPT = Duration.ofMinutes(1);

    private record Kept(PersonalKeys.Key key, Instant until) {}

    private final InstantSource machine;
    private final Map<String, Kept> entries;

    KnownKeys(int entriesMax, InstantSource machine) {
        this.machine = machine;
        this.entries =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                        return size() > entriesMax;
                    }
                };
    }

    synchronized PersonalKeys.@Nullable Key find(String owner) {
        Kept entry = entries.get(owner);
        if (entry == null) {
            return null;
        }
        boolean fresh = machine.instant().isBefore(entry.until());
        return fresh || entry.key() instanceof PersonalKeys.Key.Destroyed ? entry.key() : null;
    }

    synchronized void keep(String owner, PersonalKeys.Key key) {
        Kept before = entries.get(owner);
        if (before == null || !(before.key() instanceof PersonalKeys.Key.Destroyed)) {
            entries.put(owner, new Kept(key, machine.instant().plus(KEPT)));
        }
    }

    synchronized void forget(String owner) {
        entries.remove(owner);
    }
}

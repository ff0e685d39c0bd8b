package io.tallybook.core.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/**
 * Keys for a program whose events do not outlive it either: made when first asked for, gone with
 * it.
 */
public final class KeysInMemory implements PersonalKeys {
    private final Map<String, Key> keys = new ConcurrentHashMap<>();
    private final Supplier<SecretKey> fresh;

    public KeysInMemory(Supplier<SecretKey> fresh) {
        this.fresh = fresh;
    }

    @Override
    public Key of(String owner) {
        return keys.computeIfAbsent(owner, _ -> new Key.Held(fresh.get()));
    }

    public void destroy(String owner) {
        keys.put(owner, new Key.Destroyed());
    }
}

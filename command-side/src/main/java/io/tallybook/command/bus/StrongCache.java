package io.tallybook.command.bus;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;

/**
 * Aggregates kept in memory, the longest unused given up first.
 *
 * <p>Axon's own cache holds them weakly and loses an idle one at the next young collection.
 * Listeners are not told anything: nobody here listens.
 */
public final class StrongCache implements Cache {
    private final Map<Object, Object> entries;

    public StrongCache(int entriesMax) {
        entries = new Lru(entriesMax);
    }

    // Every access changes the order, so reading needs the lock as much as writing.
    private static final class Lru extends LinkedHashMap<Object, Object> {
        private final int entriesMax;

        Lru(int entriesMax) {
            super(1024, 0.75f, true);
            this.entriesMax = entriesMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > entriesMax;
        }
    }

    @Override
    @SuppressWarnings({
        "unchecked",
        "NullAway",
        "TypeParameterUnusedInFormals"
    }) // as Axon declares it
    public synchronized <K, V> V get(K key) {
        return (V) entries.get(key);
    }

    @Override
    public synchronized void put(Object key, Object value) {
        entries.put(key, value);
    }

    @Override
    public synchronized boolean putIfAbsent(Object key, Object value) {
        return entries.putIfAbsent(key, value) == null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T computeIfAbsent(Object key, Supplier<T> value) {
        T known = get(key);
        if (known != null) {
            return known;
        }
        T made = value.get(); // may read the store: not under the lock that everybody needs
        synchronized (this) {
            Object sooner = entries.putIfAbsent(key, made);
            return sooner == null ? made : (T) sooner;
        }
    }

    @Override
    public synchronized boolean remove(Object key) {
        return entries.remove(key) != null;
    }

    @Override
    public synchronized void removeAll() {
        entries.clear();
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return entries.containsKey(key);
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
        entries.computeIfPresent(key, (k, value) -> update.apply((V) value));
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> true;
    }
}

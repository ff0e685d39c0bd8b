package io.tallybook.command.bus;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates kept in memory, the longest unused given up first, and any of them when memory is
 * short: a subscription of hundreds of prices is a thousand times as large as a customer, so that
 * their number says nothing about their size.
 *
 * <p>Axon's own cache holds them weakly and loses an idle one at the next young collection.
 * Listeners are not told anything: nobody here listens.
 */
public final class AggregateCache implements Cache {
    private final Map<Object, SoftReference<Object>> entries;

    public AggregateCache(int entriesMax) {
        entries = new Lru(entriesMax);
    }

    // Every access changes the order, so reading needs the lock as much as writing.
    private static final class Lru extends LinkedHashMap<Object, SoftReference<Object>> {
        private final int entriesMax;

        Lru(int entriesMax) {
            super(1024, 0.75f, true);
            this.entriesMax = entriesMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, SoftReference<Object>> eldest) {
            return size() > entriesMax;
        }
    }

    private @Nullable Object known(Object key) {
        SoftReference<Object> entry = entries.get(key);
        return entry == null ? null : entry.get();
    }

    @Override
    @SuppressWarnings({
        "unchecked",
        "NullAway",
        "TypeParameterUnusedInFormals"
    }) // as Axon declares it
    public synchronized <K, V> V get(K key) {
        return (V) known(key);
    }

    @Override
    public synchronized void put(Object key, Object value) {
        entries.put(key, new SoftReference<>(value));
    }

    @Override
    public synchronized boolean putIfAbsent(Object key, Object value) {
        if (known(key) != null) {
            return false;
        }
        put(key, value);
        return true;
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
            Object sooner = known(key);
            if (sooner != null) {
                return (T) sooner;
            }
            put(key, made);
            return made;
        }
    }

    @Override
    public synchronized boolean remove(Object key) {
        SoftReference<Object> entry = entries.remove(key);
        return entry != null && entry.get() != null;
    }

    @Override
    public synchronized void removeAll() {
        entries.clear();
    }

    @Override
    public synchronized boolean containsKey(Object key) {
        return known(key) != null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public synchronized <V> void computeIfPresent(Object key, UnaryOperator<V> update) {
        Object known = known(key);
        if (known != null) {
            put(key, update.apply((V) known));
        }
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        return () -> true;
    }
}

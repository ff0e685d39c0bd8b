package io.tallybook.command.wallet;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A map that is never changed, and from which a larger one is made by adding an entry. However
 * large it is, an addition copies only a few entries on the average: a wallet that has seen a
 * million movements is as quick as a new one.
 *
 * <p>It consists of layers, the newest first, each smaller than the next; an addition makes a layer
 * of one entry, and layers of like size become one, as the digits of a counter do.
 */
final class GrowingMap<K, V> extends AbstractMap<K, V> {
    private final List<Map<K, V>> layers;
    private final int size;

    private GrowingMap(List<Map<K, V>> layers, int size) {
        this.layers = layers;
        this.size = size;
    }

    static <K, V> GrowingMap<K, V> empty() {
        return new GrowingMap<>(List.of(), 0);
    }

    /** With this entry too, or with this one instead of another of the same key. */
    GrowingMap<K, V> and(K key, V value) {
        Map<K, V> newest = Map.of(key, value);
        int from = 0;
        while (from < layers.size() && layers.get(from).size() <= newest.size()) {
            Map<K, V> both = HashMap.newHashMap(layers.get(from).size() + newest.size());
            both.putAll(layers.get(from));
            both.putAll(newest);
            newest = both;
            from++;
        }
        List<Map<K, V>> all = new ArrayList<>(layers.size() - from + 1);
        all.add(newest);
        all.addAll(layers.subList(from, layers.size()));
        return new GrowingMap<>(all, containsKey(key) ? size : size + 1);
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        if (key == null) {
            return null;
        }
        for (Map<K, V> layer : layers) {
            V value = layer.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return size;
    }

    /** All of it in one; costs as much as it is large. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        Map<K, V> all = HashMap.newHashMap(size);
        for (Map<K, V> layer : layers.reversed()) {
            all.putAll(layer);
        }
        return Map.copyOf(all).entrySet();
    }
}

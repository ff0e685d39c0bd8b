package io.tallybook.query.view;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * States that this program has stored or read last, each with its version: as much as {@link
 * RecentViews} promises, of one kind of thing.
 */
public final class Recent<S> {
    private static final int REMEMBERED_MAX = 20_000;

    private final LongSupplier nanos;
    private final Map<String, Memory<S>> memories = new LastUsed<>();

    /** Given up when memory is short: one view may be as long as an invoice of 30,000 lines. */
    private record Memory<S>(
            SoftReference<Versioned<? extends S>> state, long sequence, long stored) {}

    private static final class LastUsed<S> extends LinkedHashMap<String, Memory<S>> {
        LastUsed() {
            super(1024, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Memory<S>> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    /** Shapes: {@code nanos} only goes forward, such as {@code System::nanoTime}. */
    Recent(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** It was stored just now, by a projection of this program. */
    public void stored(Versioned<? extends S> state) {
        remember(state, nanos.getAsLong());
    }

    /** It was read: right as of its version, and nobody knows whether that is the last. */
    void read(Versioned<? extends S> state) {
        remember(state, nanos.getAsLong() - RecentViews.FRESH.toNanos());
    }

    private synchronized void remember(Versioned<? extends S> state, long stored) {
        Memory<S> memory = new Memory<>(new SoftReference<>(state), state.sequence(), stored);
        memories.merge(
                state.id(),
                memory,
                (before, after) ->
                        after.sequence() > before.sequence() || before.state().get() == null
                                ? after
                                : before);
    }

    /** As this program has seen it last. */
    public Optional<Versioned<? extends S>> last(String id) {
        return Optional.ofNullable(memory(id)).map(found -> found.state().get());
    }

    /** As everybody sees it now, if that can be said. */
    public Optional<Versioned<? extends S>> now(String id) {
        return Optional.ofNullable(memory(id))
                .filter(found -> nanos.getAsLong() - found.stored() < RecentViews.FRESH.toNanos())
                .map(found -> found.state().get());
    }

    /** The table has it at this version: an older one here was overtaken by another program. */
    synchronized void seen(String id, long version) {
        memories.computeIfPresent(id, (_, known) -> known.sequence() < version ? null : known);
    }

    public synchronized void forget() {
        memories.clear();
    }

    private synchronized @Nullable Memory<S> memory(String id) {
        return memories.get(id);
    }
}

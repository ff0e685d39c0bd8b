package io.tallybook.query.view;

import io.tallybook.core.ViewKind;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The views that this program has stored or read last, each with its version.
 *
 * <p>A projection folds on without reading back what it has just written: a state after event
 * <i>n</i> is right whoever stored it, and the guard of the row decides if somebody else is ahead.
 *
 * <p>Who asks for an entity that has just changed is answered from here, for {@link #FRESH} only:
 * that is less than the claim on a processor lasts after its last batch, so that no other program
 * can have stored anything later meanwhile.
 */
final class RecentViews {
    /** Half of the ten seconds after which another program may take a processor over. */
    static final Duration FRESH = Duration.ofSeconds(5);

    private static final int REMEMBERED_MAX = 5_000;

    private final Map<ViewKind, OfKind> kinds = new EnumMap<>(ViewKind.class);
    private final LongSupplier nanos;

    /** Given up when memory is short: one view may be as long as an invoice of 30,000 lines. */
    private record Memory(SoftReference<Versioned<?>> view, long sequence, long stored) {}

    private static final class OfKind extends LinkedHashMap<String, Memory> {
        OfKind() {
            super(1024, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Memory> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    /** Shapes: {@code nanos} only goes forward, such as {@code System::nanoTime}. */
    RecentViews(LongSupplier nanos) {
        this.nanos = nanos;
        for (ViewKind kind : ViewKind.values()) {
            kinds.put(kind, new OfKind());
        }
    }

    /** It was stored just now, by a projection of this program. */
    void stored(ViewKind kind, Versioned<?> view) {
        remember(kind, view, nanos.getAsLong());
    }

    /** It was read: right as of its version, and nobody knows whether that is the last. */
    void read(ViewKind kind, Versioned<?> view) {
        remember(kind, view, nanos.getAsLong() - FRESH.toNanos());
    }

    private void remember(ViewKind kind, Versioned<?> view, long stored) {
        OfKind memories = of(kind);
        Memory memory = new Memory(new SoftReference<>(view), view.sequence(), stored);
        synchronized (memories) {
            memories.merge(
                    view.id(),
                    memory,
                    (before, after) ->
                            after.sequence() > before.sequence() || before.view().get() == null
                                    ? after
                                    : before);
        }
    }

    /** As this program has seen it last. */
    Optional<Versioned<?>> last(ViewKind kind, String id) {
        return Optional.ofNullable(memory(kind, id)).map(found -> found.view().get());
    }

    /** As everybody sees it now, if that can be said. */
    Optional<Versioned<?>> now(ViewKind kind, String id) {
        return Optional.ofNullable(memory(kind, id))
                .filter(found -> nanos.getAsLong() - found.stored() < FRESH.toNanos())
                .map(found -> found.view().get());
    }

    /** The table has it at this version: an older one here was overtaken by another program. */
    void seen(ViewKind kind, String id, long version) {
        OfKind memories = of(kind);
        synchronized (memories) {
            memories.computeIfPresent(id, (_, known) -> known.sequence() < version ? null : known);
        }
    }

    void forget(ViewKind kind) {
        OfKind memories = of(kind);
        synchronized (memories) {
            memories.clear();
        }
    }

    private @Nullable Memory memory(ViewKind kind, String id) {
        OfKind memories = of(kind);
        synchronized (memories) {
            return memories.get(id);
        }
    }

    private OfKind of(ViewKind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }
}

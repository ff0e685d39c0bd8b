package io.tallybook.query.view;

import io.tallybook.core.ViewKind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

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

    private final Map<ViewKind, Recent<Object>> kinds = new EnumMap<>(ViewKind.class);

    /** Shapes: {@code nanos} only goes forward, such as {@code System::nanoTime}. */
    RecentViews(LongSupplier nanos) {
        for (ViewKind kind : ViewKind.values()) {
            kinds.put(kind, new Recent<>(nanos));
        }
    }

    /** It was stored just now, by a projection of this program. */
    void stored(ViewKind kind, Versioned<?> view) {
        of(kind).stored(view);
    }

    /** It was read: right as of its version, and nobody knows whether that is the last. */
    void read(ViewKind kind, Versioned<?> view) {
        of(kind).read(view);
    }

    /** As this program has seen it last. */
    Optional<Versioned<?>> last(ViewKind kind, String id) {
        return of(kind).last(id);
    }

    /** As everybody sees it now, if that can be said. */
    Optional<Versioned<?>> now(ViewKind kind, String id) {
        return of(kind).now(id);
    }

    /** The table has it at this version: an older one here was overtaken by another program. */
    void seen(ViewKind kind, String id, long version) {
        of(kind).seen(id, version);
    }

    void forget(ViewKind kind) {
        of(kind).forget();
    }

    private Recent<Object> of(ViewKind kind) {
        return Objects.requireNonNull(kinds.get(kind));
    }
}

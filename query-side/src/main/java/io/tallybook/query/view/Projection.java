package io.tallybook.query.view;

import io.tallybook.core.ViewKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one view up to date: the events of a processor's batch are collected, folded onto what is
 * stored and written at once, before the batch's token is stored.
 *
 * <p>Row and token are committed apart, so an event may come again; each row knows the last event
 * that it has seen and passes over what is not newer. An event that leaves a gap is never passed
 * over: what lies between is fetched from the event store, and is a fault if it is not there.
 *
 * <pre>
 *  event  event  event │ prepare commit                        │ commit
 *  collect …           │ load rows → fold → one upsert → tell  │ token (JDBC)
 * </pre>
 */
public final class Projection<S, E> {
    private final String name;
    private final Consumer<Map<String, Long>> committed;
    private final Runnable forgotten;
    private final Fold<S, E> fold;
    private final Rows<S, E> rows;
    private final ProjectionRoom room;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();

    public Projection(ViewKind kind, Fold<S, E> fold, Rows<S, E> rows, ProjectionRoom room) {
        this(
                kind.name().toLowerCase(Locale.ROOT),
                versions -> room.progress().committed(kind, versions),
                () -> {
                    room.tables().recent().forget(kind);
                    room.progress().forget(kind);
                },
                fold,
                rows,
                room);
    }

    private Projection(
            String name,
            Consumer<Map<String, Long>> committed,
            Runnable forgotten,
            Fold<S, E> fold,
            Rows<S, E> rows,
            ProjectionRoom room) {
        this.name = name;
        this.committed = committed;
        this.forgotten =
                () -> {
                    forgotten.run();
                    rows.forget();
                };
        this.fold = fold;
        this.rows = rows;
        this.room = room;
    }

    /**
     * Of something else than a view of an entity, that nobody waits for.
     *
     * @param name of its measurements
     */
    public static <S, E> Projection<S, E> aside(
            String name, Fold<S, E> fold, Rows<S, E> rows, ProjectionRoom room) {
        return new Projection<>(name, _ -> {}, () -> {}, fold, rows, room);
    }

    /**
     * @param liveSince when it was recorded; absent in a replay, which says nothing about delay
     */
    private record Pending<E>(String id, E event, Recorded info, @Nullable Instant liveSince) {}

    /** Takes one event in; it is in the view when the unit of work commits. */
    public void collect(String id, E event, DomainEventMessage<?> message) {
        Pending<E> pending =
                new Pending<>(
                        id,
                        event,
                        Recorded.of(message),
                        ReplayToken.isReplay(message) ? null : message.getTimestamp());
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        if (suspects.contains(id)) {
            root.onRollback(_ -> forgotten.run());
            apply(List.of(pending));
            root.afterCommit(_ -> suspects.remove(id));
            return;
        }
        List<Pending<E>> batch =
                root.getOrComputeResource(
                        "projection." + name + "@" + System.identityHashCode(this),
                        _ -> begun(root));
        batch.add(pending);
    }

    // Rows are on the disk for certain only with the token that is committed after them: where it
    // is not, nothing may be answered from memory as if they were.
    private List<Pending<E>> begun(UnitOfWork<?> root) {
        List<Pending<E>> batch = new ArrayList<>();
        root.onPrepareCommit(_ -> applyOrSuspect(batch));
        root.onRollback(_ -> forgotten.run());
        return batch;
    }

    /** Forgets everything; a replay follows. */
    public void clear() {
        suspects.clear();
        room.bridge().await(rows.clear());
        forgotten.run();
    }

    // A fault of the data would come back with the batch for ever. Its entities are handled one
    // event at a time when the batch is tried again, where the fault hits the event that causes it,
    // which then goes to the dead letters with whatever follows of the same entity. A fault of the
    // database is no reason to give up an event: the batch is just tried again.
    private void applyOrSuspect(List<Pending<E>> batch) {
        try {
            apply(batch);
        } catch (RuntimeException fault) {
            if (DataFault.is(fault)) {
                batch.forEach(pending -> suspects.add(pending.id()));
            }
            throw fault;
        }
    }

    private void apply(List<Pending<E>> batch) {
        room.metrics()
                .timed(
                        name,
                        batch.size(),
                        batch.getFirst().liveSince(),
                        () -> committed.accept(written(batch)));
    }

    private Map<String, Long> written(List<Pending<E>> batch) {
        Map<String, Versioned<S>> stored = stored(batch);
        Map<String, Versioned<S>> changed = new LinkedHashMap<>();
        Map<String, Long> versions = new LinkedHashMap<>();
        for (Pending<E> pending : batch) {
            Versioned<S> before = changed.getOrDefault(pending.id(), stored.get(pending.id()));
            Versioned<S> after = folded(before, pending);
            versions.put(pending.id(), after.sequence());
            if (before == null || after.sequence() > before.sequence()) {
                changed.put(pending.id(), after);
            }
        }
        if (!changed.isEmpty()) {
            room.bridge().await(rows.save(changed.values()));
        }
        return versions;
    }

    // An entity whose first event is here cannot be stored yet, unless the batch comes again; then
    // it is folded again, and the guard of its row lets nothing older in.
    private Map<String, Versioned<S>> stored(List<Pending<E>> batch) {
        Set<String> begun = new HashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (Pending<E> pending : batch) {
            if (pending.info().sequence() == 0) {
                begun.add(pending.id());
            } else if (!begun.contains(pending.id())) {
                others.add(pending.id());
            }
        }
        if (others.isEmpty()) {
            return Map.of();
        }
        return Objects.requireNonNull(
                room.bridge().await(rows.load(others, batch.stream().map(Pending::event).toList())),
                "rows");
    }

    private Versioned<S> folded(@Nullable Versioned<S> before, Pending<E> pending) {
        long last = before == null ? -1 : before.sequence();
        long sequence = pending.info().sequence();
        if (before != null && sequence <= last) {
            return before;
        }
        Versioned<S> near = sequence == last + 1 ? before : caughtUp(pending);
        return folded(near, pending.event(), pending.info(), pending.id());
    }

    // A row may be behind what the processor has handed over, when a rebuild and a write that was
    // under way have overtaken each other. The store has everything, so the row need not stay so:
    // it is folded anew from the first event.
    private Versioned<S> caughtUp(Pending<E> pending) {
        long end = pending.info().sequence();
        Versioned<S> near = null;
        for (DomainEventMessage<?> missed : room.events().before(pending.id(), end)) {
            @SuppressWarnings("unchecked") // an entity's events are all of its family
            E event = (E) missed.getPayload();
            near = folded(near, event, Recorded.of(missed), pending.id());
        }
        if (near == null || near.sequence() != end - 1) {
            throw new DataFault(
                    "view "
                            + name
                            + " of "
                            + pending.id()
                            + " was given event "
                            + end
                            + ", and the event store does not have all before it",
                    null);
        }
        return near;
    }

    private Versioned<S> folded(@Nullable Versioned<S> before, E event, Recorded info, String id) {
        try {
            S state = before == null ? null : before.state();
            return new Versioned<>(id, fold.on(state, event, info), info.sequence());
        } catch (RuntimeException e) {
            throw new DataFault(
                    "view " + name + " of " + id + " cannot take event " + info.sequence(), e);
        }
    }
}

package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores batches, each event once.
 *
 * <pre>
 * LOOK_UP → STORE_EVENTS → STORE_IDENTITIES → STORE_REPEATS → STORE_AMENDMENTS → SET_ASIDE
 *   → (COMMIT, by the caller)
 * </pre>
 *
 * A crash after STORE_EVENTS leaves events whose identity is not known; the log delivers them
 * again, and would have them stored twice. HEAL, before anything else is done with a partition,
 * makes those identities known. So a crash at any point neither loses nor doubles an event.
 */
final class Storing {
    private final EventTable events;
    private final IdentityIndex identities;
    private final Steps steps;
    private final SinkMetrics metrics;
    private final StoredUsage listener;

    Storing(UsageStore store, Steps steps, SinkMetrics metrics, StoredUsage listener) {
        this.listener = listener;
        this.events = new EventTable(store);
        this.identities = new IdentityIndex(store);
        this.steps = steps;
        this.metrics = metrics;
    }

    /**
     * Makes known all identities of {@code partition}'s events from offset {@code committed} on.
     */
    void heal(TopicPartition partition, long committed) {
        steps.carryOut(
                Step.HEAL,
                () -> {
                    EventTable.Page page = events.from(partition, committed);
                    makeKnown(page.usage());
                    while (!page.isLast()) {
                        page = events.from(partition, page.lastOffset() + 1);
                        makeKnown(page.usage());
                    }
                });
    }

    /** Stores what is new in {@code batch}; of several with one identity, the first. */
    void store(Batch batch) {
        Sorted sorted = new Sorted(batch.setAside());
        steps.carryOut(Step.LOOK_UP, () -> sort(batch, sorted));
        steps.carryOut(Step.STORE_EVENTS, () -> events.add(sorted.fresh));
        steps.carryOut(Step.STORE_IDENTITIES, () -> identities.add(sorted.known()));
        steps.carryOut(Step.STORE_REPEATS, () -> events.addRepeats(sorted.repeats));
        steps.carryOut(Step.STORE_AMENDMENTS, () -> events.addAmended(sorted.amended));
        steps.carryOut(
                Step.SET_ASIDE,
                () -> {
                    events.setAside(sorted.setAside);
                    events.addRefused(batch.refused());
                });
        listener.stored(sorted.fresh.stream().map(Batch.Usage::frame).toList(), batch.stretches());
        if (!sorted.amended.isEmpty()) {
            // What was told before may not be so any more.
            listener.interrupted();
        }
        metrics.stored(
                sorted.fresh.size(),
                sorted.repeats,
                sorted.setAside.size(),
                sorted.amended.size() + batch.refused().size());
    }

    /** What becomes of the records of a batch. */
    private static final class Sorted {
        private final List<Batch.Usage> fresh = new ArrayList<>();
        private final List<Batch.Usage> added = new ArrayList<>();
        private final List<Batch.Repeat> repeats = new ArrayList<>();
        private final List<Batch.Amended> amended = new ArrayList<>();
        private final List<Batch.SetAside> setAside;

        Sorted(List<Batch.SetAside> setAside) {
            this.setAside = new ArrayList<>(setAside);
        }

        /** Those whose identity is known from now on. */
        List<Batch.Usage> known() {
            if (added.isEmpty()) {
                return fresh;
            }
            List<Batch.Usage> all = new ArrayList<>(fresh);
            all.addAll(added);
            return all;
        }
    }

    /** To be called when partitions become ours. */
    void partitionsChanged() {
        listener.interrupted();
        identities.forgetFilter();
    }

    /** To be called when it is not known what of a batch was stored. */
    void interrupted() {
        listener.interrupted();
    }

    /** For when it turns out that {@code batch} was not ours to store. */
    void collapseDoubles(Batch batch) {
        events.collapseDoubles(batch.usage());
    }

    /** What the log delivers again after a crash, and is stored, is neither new nor a repeat. */
    private void sort(Batch batch, Sorted sorted) {
        List<Batch.Usage> claims = new ArrayList<>(batch.usage());
        batch.amended().stream()
                .filter(amended -> amended.frame().isAdded())
                .map(Batch.Amended::usage)
                .filter(Objects::nonNull)
                .forEach(claims::add);
        Map<String, Origin> known = claims.isEmpty() ? Map.of() : identities.known(claims);
        // Events first: one that came in and one that is added by an amendment do not meet in one
        // batch unless somebody gave both one id, and then what came in is kept.
        batch.usage().forEach(one -> sort(one, known, sorted));
        batch.amended().forEach(one -> sort(one, known, sorted));
    }

    private static void sort(Batch.Usage one, Map<String, Origin> known, Sorted sorted) {
        Origin origin = known.putIfAbsent(one.frame().identity(), Origin.of(one));
        if (origin == null) {
            sorted.fresh.add(one);
        } else if (!origin.isSame(one)) {
            boolean conflict = origin.content() != one.frame().content();
            sorted.repeats.add(new Batch.Repeat(one, conflict));
        }
    }

    private static void sort(Batch.Amended one, Map<String, Origin> known, Sorted sorted) {
        Batch.Usage event = one.usage();
        if (event == null || !one.frame().isAdded()) {
            sorted.amended.add(one);
            return;
        }
        Origin origin = known.putIfAbsent(event.frame().identity(), Origin.of(event));
        if (origin == null || origin.isSame(event)) {
            sorted.amended.add(one);
            sorted.added.add(event);
        } else {
            RowBinaryWriter row = new RowBinaryWriter(256);
            one.frame().writeRow(row);
            sorted.setAside.add(
                    new Batch.SetAside(
                            one.partition(),
                            one.offset(),
                            row.toByteArray(),
                            "an amendment adds an event whose id is known"));
        }
    }

    private void makeKnown(List<Batch.Usage> usage) {
        if (usage.isEmpty()) {
            return;
        }
        Set<String> known = new HashSet<>(identities.known(usage).keySet());
        identities.add(usage.stream().filter(u -> known.add(u.frame().identity())).toList());
    }
}

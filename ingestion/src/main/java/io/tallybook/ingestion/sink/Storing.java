package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.UsageStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Stores batches, each event once.
 *
 * <pre>
 * LOOK_UP → STORE_EVENTS → STORE_IDENTITIES → STORE_REPEATS → SET_ASIDE → (COMMIT, by the caller)
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
        List<Batch.Usage> fresh = new ArrayList<>(batch.usage().size());
        List<Batch.Repeat> repeats = new ArrayList<>();
        steps.carryOut(Step.LOOK_UP, () -> sort(batch.usage(), fresh, repeats));
        steps.carryOut(Step.STORE_EVENTS, () -> events.add(fresh));
        steps.carryOut(Step.STORE_IDENTITIES, () -> identities.add(fresh));
        steps.carryOut(Step.STORE_REPEATS, () -> events.addRepeats(repeats));
        steps.carryOut(Step.SET_ASIDE, () -> events.setAside(batch.setAside()));
        listener.stored(fresh.stream().map(Batch.Usage::frame).toList(), batch.stretches());
        metrics.stored(fresh.size(), repeats, batch.setAside().size());
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

    /** What the log delivers again after a crash, and is stored, is neither. */
    private void sort(
            List<Batch.Usage> usage, List<Batch.Usage> fresh, List<Batch.Repeat> repeats) {
        if (usage.isEmpty()) {
            return;
        }
        Map<String, Origin> known = identities.known(usage);
        for (Batch.Usage one : usage) {
            Origin origin = known.get(one.frame().identity());
            if (origin == null) {
                known.put(one.frame().identity(), Origin.of(one));
                fresh.add(one);
            } else if (!origin.isSame(one)) {
                boolean conflict = origin.content() != one.frame().content();
                repeats.add(new Batch.Repeat(one, conflict));
            }
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

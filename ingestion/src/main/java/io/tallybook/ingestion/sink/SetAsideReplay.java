package io.tallybook.ingestion.sink;

import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back on the log what was set aside from it and can be read by now: a later version knows its
 * form, or somebody has laid a repaired copy beside it.
 *
 * <p>An event counts once however often this is done, as anything that comes again does. Amendments
 * stay aside: what they say depends on where they stood.
 */
public final class SetAsideReplay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SetAsideReplay.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final int PAGE_ROWS = 1_000;

    private final UsageStore store;
    private final UsageIntake intake;
    private final Duration every;
    private final Thread thread;

    /**
     * @param every how often what is aside is looked at
     */
    public SetAsideReplay(UsageStore store, UsageIntake intake, Duration every) {
        this.store = store;
        this.intake = intake;
        this.every = every;
        this.thread = Thread.ofVirtual().name("usage-set-aside").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /**
     * Looks at all once; returns how many were put back. Errors: StoreUnavailable; UsageNotDurable
     * inside of a CompletionException. What was put back by then is recognised the next time.
     */
    public int replay() {
        int replayed = 0;
        Place last = new Place(-1, 0);
        for (List<Aside> page = page(last); !page.isEmpty(); page = page(last)) {
            List<Aside> readable = page.stream().filter(one -> !one.events().isEmpty()).toList();
            intake.accept(readable.stream().flatMap(one -> one.events().stream()).toList()).join();
            note(readable);
            replayed += readable.size();
            last = page.getLast().place();
        }
        if (replayed > 0) {
            LOG.info("{} records that were set aside are on the log again", replayed);
        }
        return replayed;
    }

    private record Place(int partition, long offset) {}

    /**
     * A record that was set aside.
     *
     * @param events what can be read of it: one or none
     */
    private record Aside(Place place, List<UsageEvent> events) {}

    private List<Aside> page(Place after) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT kafka_partition, kafka_offset, payload FROM usage_set_aside
                        WHERE (toInt64(kafka_partition), kafka_offset) > (%d, %d)
                            AND (kafka_partition, kafka_offset) NOT IN
                                (SELECT kafka_partition, kafka_offset FROM usage_set_aside_replayed)
                        ORDER BY kafka_partition, kafka_offset, set_aside_at DESC
                        LIMIT 1 BY kafka_partition, kafka_offset
                        LIMIT %d
                        """
                                .formatted(after.partition(), after.offset(), PAGE_ROWS));
        List<Aside> page = new ArrayList<>();
        while (rows.hasNext()) {
            Place place = new Place(rows.uint16(), rows.int64());
            page.add(new Aside(place, readable(rows.binary())));
        }
        return page;
    }

    private static List<UsageEvent> readable(byte[] payload) {
        try {
            return List.of(UsageFrame.of(payload).decode());
        } catch (UndecodableUsage | IllegalArgumentException e) {
            return List.of();
        }
    }

    private void note(List<Aside> replayed) {
        if (replayed.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(16 * replayed.size());
        for (Aside one : replayed) {
            rows.int16((short) one.place().partition());
            rows.int64(one.place().offset());
        }
        store.insert("usage_set_aside_replayed", List.of("kafka_partition", "kafka_offset"), rows);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    replay();
                } catch (StoreUnavailable | UsageNotDurable | CompletionException e) {
                    LOG.debug("what was set aside is looked at again in {}", every, e);
                }
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(STOP_LIMIT)) {
                LOG.warn("the replay of what was set aside did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

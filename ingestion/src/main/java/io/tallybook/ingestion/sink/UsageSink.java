package io.tallybook.ingestion.sink;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes usage from the log and stores it, each event exactly once, for ever.
 *
 * <p>One thread. While the store is away it keeps its partitions, takes nothing more from the log
 * and tries again with growing pauses: usage waits on the log, which is what the log is for.
 */
public final class UsageSink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageSink.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration BACK_OFF_FIRST = Duration.ofMillis(200);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(100);

    private final Settings settings;
    private final Steps steps;
    private final SinkMetrics metrics;
    private final Storing storing;
    private final LogTrim trim;
    private final Thread thread;
    private final Set<TopicPartition> unhealed = new HashSet<>();
    private final Set<TopicPartition> lost = new HashSet<>();
    private volatile SinkStatus status = SinkStatus.STOPPED;
    private volatile boolean stopping;

    /**
     * @param group all sinks of one store share it
     * @param instance names this sink among them, the same after a restart: the broker then hands
     *     it its partitions at once, and shuts out an older process of that name that is still
     *     running
     * @param clock the machine's: how long usage lay on the log
     * @param keepOnLog for how long what is stored stays on the log as well
     */
    public record Settings(
            UsageLog log, String group, String instance, Clock clock, Duration keepOnLog) {
        private static final Duration KEEP = Duration.ofDays(7);

        /** Keeps usage on the log for a week. */
        public Settings(UsageLog log, String group, String instance, Clock clock) {
            this(log, group, instance, clock, KEEP);
        }
    }

    public UsageSink(Settings settings, UsageStore store, MeterRegistry registry) {
        this(settings, store, registry, StoredUsage.UNHEARD);
    }

    /**
     * @param listener told of everything that is stored
     */
    public UsageSink(
            Settings settings, UsageStore store, MeterRegistry registry, StoredUsage listener) {
        this(settings, store, new SinkMetrics(registry), listener);
    }

    private UsageSink(
            Settings settings, UsageStore store, SinkMetrics metrics, StoredUsage listener) {
        this(settings, store, metrics, metrics, listener);
    }

    UsageSink(Settings settings, UsageStore store, SinkMetrics metrics, Steps steps) {
        this(settings, store, metrics, steps, StoredUsage.UNHEARD);
    }

    UsageSink(
            Settings settings,
            UsageStore store,
            SinkMetrics metrics,
            Steps steps,
            StoredUsage listener) {
        this.settings = settings;
        this.steps = steps;
        this.metrics = metrics;
        this.storing = new Storing(store, steps, metrics, listener);
        this.trim = new LogTrim(settings.log(), settings.keepOnLog(), settings.clock());
        this.thread = Thread.ofPlatform().name("usage-sink").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public SinkStatus status() {
        return status;
    }

    /** Finishes the batch at hand, if the store lets it, and stops. */
    @Override
    public void close() {
        stopping = true;
        try {
            if (!thread.join(STOP_LIMIT)) {
                LOG.warn("the usage sink did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            consumeUntilStopped();
        } catch (Error e) {
            LOG.error("the usage sink has ended: nothing is stored before the next start", e);
            throw e;
        } finally {
            status = SinkStatus.STOPPED;
        }
    }

    private void consumeUntilStopped() {
        Duration pause = BACK_OFF_FIRST;
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                consume(consumer);
            } catch (RuntimeException e) {
                storing.interrupted();
                if (status.state() == SinkStatus.State.RUNNING) {
                    pause = BACK_OFF_FIRST;
                }
                LOG.warn("the usage sink lost the log; next attempt in {}", pause, e);
                status = new SinkStatus(SinkStatus.State.LOG_UNAVAILABLE, String.valueOf(e));
                metrics.failed();
                pause = waited(pause);
            }
        }
    }

    private void consume(KafkaConsumer<byte[], byte[]> consumer) {
        unhealed.clear();
        consumer.subscribe(List.of(settings.log().topic()), new Ownership());
        while (!stopping) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                lost.clear();
                Batch stored = stored(Batch.of(records), consumer);
                steps.carryOut(Step.COMMIT, () -> commit(stored, consumer));
                metrics.delay(age(records));
            }
            status = SinkStatus.RUNNING;
            measureLag(consumer);
            trim.whenDue(consumer);
        }
    }

    /**
     * Stores {@code batch}, however long it takes; returns what of it was still ours at the end.
     */
    private Batch stored(Batch batch, KafkaConsumer<byte[], byte[]> consumer) {
        Batch ours = batch;
        Duration pause = BACK_OFF_FIRST;
        while (!ours.next().isEmpty()) {
            try {
                heal(ours.next().keySet(), consumer);
                storing.store(ours);
                return ours;
            } catch (StoreUnavailable e) {
                if (stopping) {
                    return ours.without(ours.next().keySet());
                }
                LOG.warn(
                        "{} usage events wait for the store; next attempt in {}",
                        ours.usage().size(),
                        pause,
                        e);
                status =
                        new SinkStatus(
                                SinkStatus.State.STORE_UNAVAILABLE, String.valueOf(e.getMessage()));
                metrics.failed();
                storing.interrupted();
                // Whether anything was stored is not known: find out before the next attempt.
                unhealed.addAll(ours.next().keySet());
                stayMember(consumer, pause);
                ours = ours.without(lost);
                pause = longer(pause);
            }
        }
        return ours;
    }

    private void heal(
            Collection<TopicPartition> partitions, KafkaConsumer<byte[], byte[]> consumer) {
        Set<TopicPartition> open = new HashSet<>(partitions);
        open.retainAll(unhealed);
        if (open.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(open);
        for (TopicPartition partition : open) {
            OffsetAndMetadata offset = committed.get(partition);
            storing.heal(partition, offset == null ? 0 : offset.offset());
            unhealed.remove(partition);
        }
    }

    /**
     * Waits for {@code pause} without taking records, but so that the broker keeps counting us in.
     */
    private static void stayMember(KafkaConsumer<byte[], byte[]> consumer, Duration pause) {
        consumer.pause(consumer.assignment());
        ConsumerRecords<byte[], byte[]> early = consumer.poll(pause);
        // Of partitions that became ours meanwhile; they come again.
        for (TopicPartition partition : early.partitions()) {
            consumer.seek(partition, early.records(partition).getFirst().offset());
        }
        consumer.resume(consumer.paused());
    }

    private void commit(Batch stored, KafkaConsumer<byte[], byte[]> consumer) {
        if (stored.next().isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(stored.next());
        } catch (CommitFailedException | FencedInstanceIdException e) {
            LOG.warn("another sink took over {} while we stored", stored.next().keySet(), e);
            storing.collapseDoubles(stored);
            throw e;
        }
    }

    private Duration age(ConsumerRecords<byte[], byte[]> records) {
        long oldest = Long.MAX_VALUE;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            oldest = Math.min(oldest, record.timestamp());
        }
        return Duration.ofMillis(Math.max(0, settings.clock().millis() - oldest));
    }

    private void measureLag(KafkaConsumer<byte[], byte[]> consumer) {
        for (TopicPartition partition : consumer.assignment()) {
            consumer.currentLag(partition).ifPresent(lag -> metrics.lag(partition, lag));
        }
    }

    private Duration waited(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            stopping = true;
        }
        return longer(pause);
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(2);
        return next.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : next;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config =
                Map.ofEntries(
                        Map.entry("bootstrap.servers", settings.log().bootstrapServers()),
                        Map.entry("client.id", "usage-sink-" + settings.instance()),
                        Map.entry("group.id", settings.group()),
                        Map.entry("group.instance.id", settings.instance()),
                        Map.entry("enable.auto.commit", false),
                        Map.entry("auto.offset.reset", "earliest"),
                        Map.entry("session.timeout.ms", 10_000),
                        Map.entry("heartbeat.interval.ms", 2_000),
                        Map.entry("max.poll.interval.ms", 600_000),
                        Map.entry("max.poll.records", 20_000),
                        // Up to a tenth of a second for a batch to gather; a backlog does not wait.
                        Map.entry("fetch.min.bytes", 1024 * 1024),
                        Map.entry("fetch.max.wait.ms", 100),
                        Map.entry("max.partition.fetch.bytes", 4 * 1024 * 1024),
                        Map.entry("fetch.max.bytes", 16 * 1024 * 1024));
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            unhealed.addAll(partitions);
            storing.partitionsChanged();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            lost.addAll(partitions);
            storing.interrupted();
        }
    }
}

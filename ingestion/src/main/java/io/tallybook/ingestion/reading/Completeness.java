package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.ReadingState;
import io.tallybook.core.usage.UsageQuery.Freshness;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the store has come with the log.
 *
 * <p>The sink commits an offset after everything before it is stored, so the group's committed
 * offsets are what is in the store, whichever process the sink runs in.
 */
public final class Completeness implements AutoCloseable {
    private static final long POLL_MS_FIRST = 2;
    private static final long POLL_MS_MAX = 50;
    private static final int REQUEST_LIMIT_MS = 10_000;

    private final UsageLog log;
    private final String group;
    private final Duration limit;
    private final Admin admin;
    private volatile @Nullable Map<TopicPartition, OffsetSpec> latest;

    /**
     * @param group the sink's
     * @param limit how long {@link #await} waits for the sink
     */
    public Completeness(UsageLog log, String group, Duration limit) {
        this.log = log;
        this.group = group;
        this.limit = limit;
        this.admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                log.bootstrapServers(),
                                "client.id",
                                "usage-completeness",
                                "request.timeout.ms",
                                REQUEST_LIMIT_MS,
                                "default.api.timeout.ms",
                                REQUEST_LIMIT_MS));
    }

    /**
     * Waits until all that the log had acknowledged when this was called is stored.
     *
     * @return the offset of each partition up to which that is so
     * @throws ReadingIncomplete if it is not so within the limit, or the log cannot be asked
     */
    public SortedMap<Integer, Long> await() {
        long deadline = System.nanoTime() + limit.toNanos();
        SortedMap<Integer, Long> wanted = ends();
        long pause = POLL_MS_FIRST;
        while (true) {
            SortedMap<Integer, Long> stored = stored();
            if (wanted.entrySet().stream()
                    .allMatch(w -> stored.getOrDefault(w.getKey(), 0L) >= w.getValue())) {
                return stored;
            }
            if (System.nanoTime() > deadline) {
                throw new ReadingIncomplete(
                        "usage up to "
                                + text(wanted)
                                + " was acknowledged; after "
                                + limit
                                + " it is stored up to "
                                + text(stored));
            }
            sleep(pause);
            pause = Math.min(2 * pause, POLL_MS_MAX);
        }
    }

    /** The offset of each partition up to which everything is stored now. */
    public SortedMap<Integer, Long> stored() {
        Map<TopicPartition, OffsetAndMetadata> committed =
                ask(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        SortedMap<Integer, Long> stored = new TreeMap<>();
        partitions()
                .keySet()
                .forEach(
                        p -> {
                            OffsetAndMetadata offset = committed.get(p);
                            stored.put(p.partition(), offset == null ? 0 : offset.offset());
                        });
        return stored;
    }

    /**
     * Up to where the log is read. What is stored behind that while the question is answered does
     * not count, so that the answer can be proved by its watermark later.
     *
     * @param asked absent for what is in force
     * @throws ReadingIncomplete as {@link #await}
     */
    SortedMap<Integer, Long> upTo(Freshness freshness, @Nullable ReadingState asked) {
        SortedMap<Integer, Long> stored =
                switch (freshness) {
                    case COMPLETE -> await();
                    case CURRENT -> stored();
                };
        String asOf = asked == null ? null : asked.asOf();
        return asOf == null ? stored : offsets(asOf);
    }

    /** How many records of each partition are on the log and not stored. */
    public SortedMap<Integer, Long> waiting() {
        SortedMap<Integer, Long> stored = stored();
        SortedMap<Integer, Long> waiting = ends();
        waiting.replaceAll(
                (partition, end) -> Math.max(0, end - stored.getOrDefault(partition, 0L)));
        return waiting;
    }

    /** {@code 0:123,1:456}. */
    public static String text(SortedMap<Integer, Long> offsets) {
        return offsets.entrySet().stream()
                .map(o -> o.getKey() + ":" + o.getValue())
                .collect(Collectors.joining(","));
    }

    /** The offsets that {@link #text} was made of. */
    public static SortedMap<Integer, Long> offsets(String text) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        if (!text.isEmpty()) {
            for (String part : text.split(",", -1)) {
                int colon = part.indexOf(':');
                offsets.put(
                        Integer.parseInt(part, 0, colon, 10),
                        Long.parseLong(part, colon + 1, part.length(), 10));
            }
        }
        return offsets;
    }

    @Override
    public void close() {
        admin.close();
    }

    private SortedMap<Integer, Long> ends() {
        SortedMap<Integer, Long> ends = new TreeMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
                ask(admin.listOffsets(partitions()).all());
        found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
        return ends;
    }

    /** Their number is fixed when the topic is made. */
    private Map<TopicPartition, OffsetSpec> partitions() {
        Map<TopicPartition, OffsetSpec> known = latest;
        if (known == null) {
            String topic = log.topic();
            int count =
                    ask(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                            .partitions()
                            .size();
            known =
                    IntStream.range(0, count)
                            .mapToObj(p -> new TopicPartition(topic, p))
                            .collect(
                                    Collectors.toUnmodifiableMap(p -> p, _ -> OffsetSpec.latest()));
            latest = known;
        }
        return known;
    }

    private static <T> T ask(@Nullable KafkaFuture<T> answer) {
        if (answer == null) {
            throw new ReadingIncomplete("the log does not know the topic of usage");
        }
        try {
            return answer.get(REQUEST_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ReadingIncomplete("the log of usage cannot be asked how far it is: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadingIncomplete("interrupted while waiting for usage to be stored");
        }
    }

    private static void sleep(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadingIncomplete("interrupted while waiting for usage to be stored");
        }
    }
}

package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.usagelog.UsageLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the disk back: from time to time, deletes from the log what is both stored and older than a
 * while.
 *
 * <p>Kafka's own retention knows only the age. Were the store away for longer than that, it would
 * delete what is nowhere else.
 */
final class LogTrim {
    private static final Logger LOG = LoggerFactory.getLogger(LogTrim.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final UsageLog log;
    private final Duration keep;
    private final Clock clock;
    private Instant next;

    /**
     * @param keep for how long what is stored stays on the log as well
     */
    LogTrim(UsageLog log, Duration keep, Clock clock) {
        this.log = log;
        this.keep = keep;
        this.clock = clock;
        this.next = clock.instant();
    }

    /**
     * Trims the partitions of {@code consumer}, if it is time to. A failure is no harm: the next
     * time will do.
     */
    void whenDue(KafkaConsumer<byte[], byte[]> consumer) {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(EVERY);
        Map<TopicPartition, RecordsToDelete> stored = storedAndOld(consumer, now.minus(keep));
        if (stored.isEmpty()) {
            return;
        }
        try (Admin admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", log.bootstrapServers()))) {
            admin.deleteRecords(stored).all().get();
        } catch (ExecutionException e) {
            LOG.warn("the log of usage could not be trimmed; next attempt in {}", EVERY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<TopicPartition, RecordsToDelete> storedAndOld(
            KafkaConsumer<byte[], byte[]> consumer, Instant before) {
        Map<TopicPartition, Long> times = new HashMap<>();
        consumer.assignment().forEach(p -> times.put(p, before.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> young = consumer.offsetsForTimes(times);
        Map<TopicPartition, RecordsToDelete> result = new HashMap<>();
        consumer.committed(times.keySet())
                .forEach(
                        (partition, committed) -> {
                            OffsetAndTimestamp firstYoung = young.get(partition);
                            if (committed != null) {
                                result.put(partition, upTo(committed, firstYoung));
                            }
                        });
        return result;
    }

    /** {@code firstYoung} is absent if there is none, that is, if all are old. */
    private static RecordsToDelete upTo(
            OffsetAndMetadata committed, @Nullable OffsetAndTimestamp firstYoung) {
        long end = committed.offset();
        return RecordsToDelete.beforeOffset(
                firstYoung == null ? end : Math.min(end, firstYoung.offset()));
    }
}

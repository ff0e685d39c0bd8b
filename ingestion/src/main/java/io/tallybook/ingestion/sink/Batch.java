package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.usagelog.AmendmentFrame;
import io.tallybook.ingestion.usagelog.RefusedFrame;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought, taken apart.
 *
 * @param usage the records that are usage events, in the order of each partition
 * @param amended those that amend usage, in the same order
 * @param refused those that say that an event was not taken
 * @param setAside those that are none of these
 * @param first the offset of the first record of each partition
 * @param next the offset behind the last record of each partition
 */
record Batch(
        List<Usage> usage,
        List<Amended> amended,
        List<Refused> refused,
        List<SetAside> setAside,
        Map<TopicPartition, Long> first,
        Map<TopicPartition, OffsetAndMetadata> next) {

    /** A usage event and where it stood on the log. */
    record Usage(TopicPartition partition, long offset, UsageFrame frame) {}

    /** What amends usage, and where it stood on the log. */
    record Amended(TopicPartition partition, long offset, AmendmentFrame frame) {
        /** The event that it says something of, as if it had come in; absent of a step. */
        @Nullable Usage usage() {
            UsageFrame event = frame.event();
            return event == null ? null : new Usage(partition, offset, event);
        }
    }

    /**
     * A usage event whose identity is known.
     *
     * @param isConflict whether it says something else than the one that was kept
     */
    record Repeat(Usage usage, boolean isConflict) {}

    /** That an event was not taken, and where that stood on the log. */
    record Refused(TopicPartition partition, long offset, RefusedFrame frame) {}

    /** A record that is no usage event, and why. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record SetAside(
            TopicPartition partition, long offset, byte @Nullable [] payload, String reason) {}

    static Batch of(ConsumerRecords<byte[], byte[]> records) {
        List<Usage> usage = new ArrayList<>(records.count());
        List<Amended> amended = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        List<SetAside> setAside = new ArrayList<>();
        Map<TopicPartition, Long> first = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> all = records.records(partition);
            for (ConsumerRecord<byte[], byte[]> record : all) {
                try {
                    if (AmendmentFrame.isOne(record.value())) {
                        var frame = AmendmentFrame.of(record.value());
                        amended.add(new Amended(partition, record.offset(), frame));
                        continue;
                    }
                    if (RefusedFrame.isOne(record.value())) {
                        var frame = RefusedFrame.of(record.value());
                        refused.add(new Refused(partition, record.offset(), frame));
                        continue;
                    }
                    usage.add(new Usage(partition, record.offset(), UsageFrame.of(record.value())));
                } catch (UndecodableUsage e) {
                    setAside.add(
                            new SetAside(
                                    partition,
                                    record.offset(),
                                    record.value(),
                                    String.valueOf(e.getMessage())));
                }
            }
            first.put(partition, all.getFirst().offset());
            next.put(partition, new OffsetAndMetadata(all.getLast().offset() + 1));
        }
        return new Batch(usage, amended, refused, setAside, first, next);
    }

    /** What is left when {@code partitions} are another sink's. */
    Batch without(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> left = new HashMap<>(next);
        left.keySet().removeAll(partitions);
        return new Batch(
                usage.stream().filter(u -> left.containsKey(u.partition())).toList(),
                amended.stream().filter(a -> left.containsKey(a.partition())).toList(),
                refused.stream().filter(r -> left.containsKey(r.partition())).toList(),
                setAside.stream().filter(s -> left.containsKey(s.partition())).toList(),
                first,
                left);
    }

    /** Of each partition, from its first record to behind its last. */
    Map<Integer, StoredUsage.Stretch> stretches() {
        Map<Integer, StoredUsage.Stretch> stretches = new HashMap<>();
        next.forEach(
                (partition, end) ->
                        stretches.put(
                                partition.partition(),
                                new StoredUsage.Stretch(
                                        first.getOrDefault(partition, end.offset()),
                                        end.offset())));
        return stretches;
    }
}

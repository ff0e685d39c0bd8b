package io.tallybook.ingestion.usagelog;

import java.util.Map;

/**
 * Where the log of accepted usage is.
 *
 * @param bootstrapServers Kafka's address
 * @param topic its name there
 */
public record UsageLog(String bootstrapServers, String topic) {
    /** The largest event: what the largest request body can hold, and some room for the frame. */
    public static final int EVENT_BYTES_MAX = 33 * 1024 * 1024;

    /**
     * Kafka's settings for the topic.
     *
     * <p>Nothing is deleted by age: a record may go when it is stored, and only the sink knows
     * that. The number of partitions is fixed when the topic is made: the partition is a function
     * of an event's identity and that number, and repeats of an event must meet.
     */
    public static Map<String, String> topicSettings() {
        return Map.of(
                "cleanup.policy", "delete",
                "retention.ms", "-1",
                "retention.bytes", "-1",
                "max.message.bytes", Integer.toString(EVENT_BYTES_MAX),
                "message.timestamp.type", "LogAppendTime");
    }
}

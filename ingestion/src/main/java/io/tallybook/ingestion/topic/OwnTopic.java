package io.tallybook.ingestion.topic;

import io.tallybook.core.Scope;
import java.util.Map;

/**
 * A Kafka topic that belongs to a user and carries usage of one environment.
 *
 * @param name unique among all; part of the ids of records that have none, so it stays as it is
 * @param group the consumer group that its offsets are kept under
 * @param kafka settings of the consumer beyond these, such as how to log in
 */
public record OwnTopic(
        String name,
        Scope scope,
        String bootstrapServers,
        String topic,
        String group,
        Map<String, String> kafka) {
    public OwnTopic {
        kafka = Map.copyOf(kafka);
    }

    /** Without the settings, in which there may be a password: this ends up in logs. */
    @Override
    public String toString() {
        return name + " (" + topic + " at " + bootstrapServers + ")";
    }
}

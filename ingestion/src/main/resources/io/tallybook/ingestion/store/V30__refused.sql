-- Owner: ingestion. Events that their environment did not take, with the reason; never counted.
CREATE TABLE IF NOT EXISTS usage_refused (
    reason String,
    tenant LowCardinality(String),
    environment LowCardinality(String),
    event_id String,
    event_name LowCardinality(String),
    external_customer_id String,
    timestamp DateTime64(6, 'UTC') CODEC(Delta, LZ4),
    received_at DateTime64(6, 'UTC') CODEC(Delta, LZ4),
    source LowCardinality(Nullable(String)),
    properties Map(LowCardinality(String), String),
    kafka_partition UInt16,
    kafka_offset UInt64 CODEC(Delta, LZ4),
    INDEX log_position kafka_offset TYPE minmax GRANULARITY 4
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, environment, event_id, kafka_partition, kafka_offset);

-- The id that a record set aside says its event has, by which its receipt is found.
ALTER TABLE usage_rejected ADD COLUMN IF NOT EXISTS event_id Nullable(String) AFTER replayed_as;

ALTER TABLE usage_rejected ADD INDEX IF NOT EXISTS rejected_event event_id TYPE bloom_filter GRANULARITY 4;

-- Owner: ingestion. What was set aside from our own log and could be read later: it stands on the log once more.
CREATE TABLE IF NOT EXISTS usage_set_aside_replayed (
    kafka_partition UInt16,
    kafka_offset UInt64,
    replayed_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (kafka_partition, kafka_offset);

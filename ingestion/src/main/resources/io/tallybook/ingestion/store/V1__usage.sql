-- Owner: ingestion. Unique usage events; a repeat never gets in here.
-- The engine collapses two copies of one and the same log record, which only a sink that had lost its partition without
-- knowing it could write; reading does not rely on it. The deduplication window lets an insert be sent again when its
-- answer was lost.
CREATE TABLE IF NOT EXISTS usage_event (
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
    kafka_offset UInt64 CODEC(Delta, LZ4)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(timestamp)
ORDER BY (tenant, environment, event_name, external_customer_id, timestamp, event_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- Owner: ingestion. Which identities are known, for ever, and where the event of an identity stands in usage_event.
CREATE TABLE IF NOT EXISTS usage_event_identity (
    tenant LowCardinality(String),
    environment LowCardinality(String),
    event_id String,
    event_name LowCardinality(String),
    external_customer_id String,
    timestamp DateTime64(6, 'UTC') CODEC(Delta, LZ4)
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, environment, event_id)
SETTINGS index_granularity = 512;

-- Owner: ingestion. What stood on the log and was no usage event, with the reason; nothing is thrown away.
CREATE TABLE IF NOT EXISTS usage_set_aside (
    kafka_partition UInt16,
    kafka_offset UInt64,
    reason String,
    payload String,
    set_aside_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (kafka_partition, kafka_offset, payload);

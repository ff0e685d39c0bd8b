-- Where an identity was first seen on the log and a hash of what it said: by these a record that is delivered again is
-- told from a repeat, and a repeat from a conflict.
ALTER TABLE usage_event_identity
    ADD COLUMN IF NOT EXISTS kafka_partition UInt16 DEFAULT 65535,
    ADD COLUMN IF NOT EXISTS kafka_offset UInt64 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS content UInt64 DEFAULT 0;

-- Owner: ingestion. Events that came again, with what they said; never counted. is_conflict: they said something else
-- than the event that was kept.
CREATE TABLE IF NOT EXISTS usage_repeat (
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
    is_conflict UInt8
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, environment, event_id, kafka_partition, kafka_offset);

-- What stands at a stretch of the log is looked for when the accounts are checked.
ALTER TABLE usage_event ADD INDEX IF NOT EXISTS log_position kafka_offset TYPE minmax GRANULARITY 4;

ALTER TABLE usage_repeat ADD INDEX IF NOT EXISTS log_position kafka_offset TYPE minmax GRANULARITY 4;

-- Owner: ingestion. Up to where the log was found to be accounted for.
CREATE TABLE IF NOT EXISTS usage_accounted (
    kafka_partition UInt16,
    up_to UInt64
)
ENGINE = ReplacingMergeTree(up_to)
ORDER BY kafka_partition;

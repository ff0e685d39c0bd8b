-- Owner: ingestion. What amendments say of events: each row what an event says from then on, or (action 2) what it said
-- and does not count any more. usage_event keeps what came in. action: 1 replaced, 2 deprecated, 3 restored, 4 added.
-- was_*: where the event stood before, by which what is added up is known to be stale; a customer of '' if it was not there.
CREATE TABLE IF NOT EXISTS usage_amended (
    amendment String,
    action UInt8,
    was_event_name LowCardinality(String),
    was_external_customer_id String,
    was_timestamp DateTime64(6, 'UTC'),
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
ORDER BY (tenant, environment, amendment, event_id, kafka_partition, kafka_offset);

-- Owner: ingestion. The steps of each amendment, in the order of the log: 1 drafted, 2 applied, 3 reverted. The last one
-- says whether its rows count.
CREATE TABLE IF NOT EXISTS usage_amendment (
    tenant LowCardinality(String),
    environment LowCardinality(String),
    amendment String,
    step UInt8,
    at DateTime64(6, 'UTC'),
    actor String,
    reason String,
    kafka_partition UInt16,
    kafka_offset UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (tenant, environment, amendment, kafka_partition, kafka_offset);

-- Owner: ingestion. Usage added up by hour, one step of the log at a time. Only the rows of a step that usage_rollup_step
-- names count; a step that was not finished is nowhere named and is made again from nothing.
-- slot: hours since 1900-01-01T00:00Z, when the store's time begins. property: '' for the events themselves, else the
-- numbers of that property.
CREATE TABLE IF NOT EXISTS usage_rollup_hour (
    step UInt64,
    tenant LowCardinality(String),
    environment LowCardinality(String),
    event_name LowCardinality(String),
    external_customer_id String,
    property String,
    slot UInt32,
    events UInt64,
    total Decimal256(30),
    greatest Decimal256(30),
    latest Decimal256(30),
    latest_at Int64,
    latest_id String
)
ENGINE = MergeTree
PARTITION BY step
ORDER BY (tenant, environment, event_name, property, external_customer_id, slot)
SETTINGS index_granularity = 1024;

-- Owner: ingestion. The same by day. slot: days since 1900-01-01.
CREATE TABLE IF NOT EXISTS usage_rollup_day (
    step UInt64,
    tenant LowCardinality(String),
    environment LowCardinality(String),
    event_name LowCardinality(String),
    external_customer_id String,
    property String,
    slot UInt32,
    events UInt64,
    total Decimal256(30),
    greatest Decimal256(30),
    latest Decimal256(30),
    latest_at Int64,
    latest_id String
)
ENGINE = MergeTree
PARTITION BY step
ORDER BY (tenant, environment, event_name, property, external_customer_id, slot)
SETTINGS index_granularity = 1024;

-- Owner: ingestion. The finished steps: from where to where on the log, as 0:123,1:456.
CREATE TABLE IF NOT EXISTS usage_rollup_step (
    step UInt64,
    begins String,
    ends String
)
ENGINE = MergeTree
ORDER BY step;

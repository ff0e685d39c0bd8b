-- Owner: ingestion. Records of files and of topics that users own which were no usage events, each with its reason, until
-- somebody repairs it: replayed_as is then the id of the event that was made of it. The row with the higher version holds.
CREATE TABLE IF NOT EXISTS usage_rejected (
    tenant LowCardinality(String),
    environment LowCardinality(String),
    source LowCardinality(String),
    position UInt64,
    id String,
    reason String,
    payload String,
    rejected_at DateTime64(6, 'UTC'),
    replayed_as Nullable(String),
    version UInt8
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (tenant, environment, source, position);

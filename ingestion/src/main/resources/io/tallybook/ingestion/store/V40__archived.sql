-- Owner: ingestion. Which file has taken events of a month of an environment out of the store, and whether they are back.
-- The last that was said of a file holds; it is said that they leave before they do, and that they are back once they are.
CREATE TABLE IF NOT EXISTS usage_archived (
    file String,
    month UInt32,
    tenant LowCardinality(String),
    environment LowCardinality(String),
    is_back UInt8,
    said_at DateTime64(6, 'UTC') DEFAULT now64(6)
)
ENGINE = MergeTree
ORDER BY (tenant, environment, month, file, said_at);

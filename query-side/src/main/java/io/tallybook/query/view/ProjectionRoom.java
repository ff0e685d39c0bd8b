package io.tallybook.query.view;

/** What every projection works with. */
public record ProjectionRoom(
        ReadTables tables,
        BlockingBridge bridge,
        ViewProgress progress,
        ProjectionMetrics metrics) {}

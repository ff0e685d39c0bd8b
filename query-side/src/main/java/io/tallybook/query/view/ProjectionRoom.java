package io.tallybook.query.view;

/** What every projection works with. */
public record ProjectionRoom(
        ReadTables tables,
        BlockingBridge bridge,
        EntityEvents events,
        ViewProgress progress,
        ProjectionMetrics metrics) {}

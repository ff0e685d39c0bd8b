package io.tallybook.query.replay;

import io.tallybook.query.view.BlockingBridge;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Sql;
import java.util.List;
import java.util.Objects;

/**
 * Remembers which rebuilds have begun and not ended: the tables are emptied in one database session
 * and the processor is set back in another, and a crash in between must not leave empty views with
 * nobody to fill them.
 */
public final class RebuildMarks {
    private final ReadTables tables;
    private final BlockingBridge bridge;

    public RebuildMarks(ReadTables tables, BlockingBridge bridge) {
        this.tables = tables;
        this.bridge = bridge;
    }

    void begun(String processor) {
        write(
                "insert into view_rebuild (processor) values ($1) on conflict (processor) do"
                        + " nothing",
                processor);
    }

    void ended(String processor) {
        write("delete from view_rebuild where processor = $1", processor);
    }

    List<String> unfinished() {
        return Objects.requireNonNull(
                bridge.await(
                        tables.read(
                                        Sql.of(
                                                "select processor from view_rebuild"
                                                        + " order by begun_at, processor"),
                                        row ->
                                                Objects.requireNonNull(
                                                        row.get("processor", String.class)))
                                .collectList()));
    }

    private void write(String text, String processor) {
        bridge.await(tables.write(List.of(Sql.of(text, processor))));
    }
}

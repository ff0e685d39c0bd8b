package io.tallybook.sagas.duework;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Changes that follow each other and are of different rows, so that they may be written together
 * and in any order.
 */
final class DueRun {
    private final BiConsumer<List<DueChange.Settle>, List<DueChange.Owe>> write;
    private final List<DueChange.Settle> settled = new ArrayList<>();
    private final List<DueChange.Owe> owed = new ArrayList<>();
    private final Set<Row> rows = new HashSet<>();

    private record Row(DueKind kind, String subject, int index) {}

    DueRun(BiConsumer<List<DueChange.Settle>, List<DueChange.Owe>> write) {
        this.write = write;
    }

    void add(DueChange.Settle settle) {
        begin(new Row(settle.kind(), settle.subject().value(), settle.index()));
        settled.add(settle);
    }

    void add(DueChange.Owe owe) {
        Duty duty = owe.duty();
        begin(new Row(duty.kind(), duty.subject().value(), duty.index()));
        owed.add(owe);
    }

    // A second change of a row has to find the first one written.
    private void begin(Row row) {
        if (!rows.add(row)) {
            end();
            rows.add(row);
        }
    }

    /** Writes what has been gathered. */
    void end() {
        write.accept(List.copyOf(settled), List.copyOf(owed));
        settled.clear();
        owed.clear();
        rows.clear();
    }
}

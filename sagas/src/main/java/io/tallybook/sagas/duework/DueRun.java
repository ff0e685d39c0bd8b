package io.tallybook.sagas.duework;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Changes that follow each other and are of different rows, so that they may be written together
 * and in any order.
 */
final class DueRun {
    private final Write write;
    private final List<DueChange.Settle> settled = new ArrayList<>();
    private final List<DueChange.Owe> owed = new ArrayList<>();
    private final Map<String, DueChange.Free> freed = new LinkedHashMap<>();
    private final Set<Row> rows = new HashSet<>();

    private record Row(DueKind kind, String subject, int index) {}

    /** Writes them in this order. */
    @FunctionalInterface
    interface Write {
        void accept(
                List<DueChange.Settle> settled,
                List<DueChange.Owe> owed,
                List<DueChange.Free> freed);
    }

    DueRun(Write write) {
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

    void add(DueChange.Free free) {
        // Whatever waited for it does no longer when it comes again.
        freed.putIfAbsent(free.waitedFor().value(), free);
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
        write.accept(List.copyOf(settled), List.copyOf(owed), List.copyOf(freed.values()));
        settled.clear();
        owed.clear();
        freed.clear();
        rows.clear();
    }
}

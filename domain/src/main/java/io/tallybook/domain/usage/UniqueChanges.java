package io.tallybook.domain.usage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each event does to the number of distinct values present: one more, one less, or nothing.
 */
public final class UniqueChanges {
    private UniqueChanges() {}

    /** One event's effect, and how many values are present after it. */
    public record Change(int delta, int present) {}

    /**
     * The effect of each event, in the order given; a repeated add and an orphan remove have none.
     *
     * <p>Source: docs/conventions.md#aggregations.
     */
    public static List<Change> of(List<UsageEvent> inTime, String field) {
        Set<String> present = new HashSet<>();
        List<Change> changes = new ArrayList<>();
        for (UsageEvent event : inTime) {
            int before = present.size();
            event.text(field)
                    .ifPresent(
                            value -> {
                                if (UniqueUnits.removes(event)) {
                                    present.remove(value);
                                } else {
                                    present.add(value);
                                }
                            });
            changes.add(new Change(present.size() - before, present.size()));
        }
        return changes;
    }
}

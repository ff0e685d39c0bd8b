package io.tallybook.domain.usage;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which events count: for every key the event's value is one of those listed (AND over keys, OR
 * within one).
 */
public record EventFilter(Map<String, Set<String>> values) {
    /** Matches every event. */
    public static final EventFilter ALL = new EventFilter(Map.of());

    public EventFilter {
        Map<String, Set<String>> copy = new TreeMap<>();
        values.forEach(
                (key, allowed) -> {
                    if (allowed.isEmpty()) {
                        throw new IllegalArgumentException(
                                "filter.values["
                                        + key
                                        + "] must list at least one value, was empty");
                    }
                    copy.put(key, Set.copyOf(allowed));
                });
        values = Map.copyOf(copy);
    }

    public boolean matches(UsageEvent event) {
        for (Map.Entry<String, Set<String>> entry : values.entrySet()) {
            String value = event.properties().get(entry.getKey());
            if (value == null || !entry.getValue().contains(value)) {
                return false;
            }
        }
        return true;
    }

    /** How many combinations of values the filter lets through; fewer is narrower. */
    long width() {
        long width = 1;
        for (Set<String> allowed : values.values()) {
            width = Math.multiplyExact(width, allowed.size());
        }
        return width;
    }
}

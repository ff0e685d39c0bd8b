package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which of the events that a meter counts one price is for.
 *
 * @param only per property the values that count; empty for all
 * @param except what another price, for narrower events, takes
 */
public record EventSelection(Map<String, List<String>> only, List<Except> except) {

    /** Every event of the meter. */
    public static final EventSelection ALL = new EventSelection(Map.of(), List.of());

    public EventSelection {
        Map<String, List<String>> copy = new TreeMap<>();
        only.forEach((key, values) -> copy.put(key, List.copyOf(values)));
        only = Map.copyOf(copy);
        except = List.copyOf(except);
    }

    /** The same, and of those only what passes these filters too. */
    public EventSelection narrowed(List<MeterDefinition.Filter> filters) {
        Map<String, List<String>> narrower = new TreeMap<>(only);
        for (MeterDefinition.Filter filter : filters) {
            narrower.merge(
                    filter.key(),
                    filter.values(),
                    (one, other) -> one.stream().filter(other::contains).toList());
        }
        return new EventSelection(narrower, except);
    }

    /** Whether an event of the meter counts. */
    public boolean takes(UsageEvent event) {
        return hasAll(event, only) && except.stream().noneMatch(e -> e.takes(event));
    }

    private static boolean hasAll(UsageEvent event, Map<String, List<String>> properties) {
        return properties.entrySet().stream()
                .allMatch(
                        p ->
                                event.properties().containsKey(p.getKey())
                                        && p.getValue()
                                                .contains(event.properties().get(p.getKey())));
    }

    /**
     * Events that do not count: those with all of these properties in a stretch of time.
     *
     * @param from absent for ever before
     * @param until absent for ever after
     */
    public record Except(
            Map<String, List<String>> properties, @Nullable Instant from, @Nullable Instant until) {
        public Except {
            properties = Map.copyOf(properties);
        }

        private boolean takes(UsageEvent event) {
            return hasAll(event, properties)
                    && (from == null || !event.timestamp().isBefore(from))
                    && (until == null || event.timestamp().isBefore(until));
        }
    }
}

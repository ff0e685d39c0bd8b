package io.tallybook.domain.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which events count at which time: each by the filter that was in force when it happened.
 *
 * <pre>
 *         first     │   changes[a]   │   changes[b]
 *  ─────────────────a────────────────b──────────────►
 * </pre>
 *
 * @param first in force until the first change
 * @param changes from when on another filter is in force
 */
public record FilterHistory(EventFilter first, NavigableMap<Instant, EventFilter> changes) {
    /** Matches every event at all times. */
    public static final FilterHistory ALL = of(EventFilter.ALL);

    public FilterHistory {
        changes = Collections.unmodifiableNavigableMap(new TreeMap<>(changes));
    }

    /** One filter for all times. */
    public static FilterHistory of(EventFilter filter) {
        return new FilterHistory(filter, new TreeMap<>());
    }

    /** The same until {@code from}, and {@code filter} from then on. */
    public FilterHistory then(Instant from, EventFilter filter) {
        NavigableMap<Instant, EventFilter> longer = new TreeMap<>(changes.headMap(from, false));
        longer.put(from, filter);
        return new FilterHistory(first, longer);
    }

    /** The filter that is in force at a moment. */
    public EventFilter at(Instant moment) {
        Map.Entry<Instant, EventFilter> last = changes.floorEntry(moment);
        return last == null ? first : last.getValue();
    }

    public boolean matches(UsageEvent event) {
        return at(event.at()).matches(event);
    }

    /** A filter and the stretch of time in which it is in force, half-open. */
    public record Span(Instant from, Instant to, EventFilter filter) {}

    /**
     * What is in force within [from, to), in order of time, without gaps; at least one.
     *
     * <p>Stretches that meet with the same filter are one.
     */
    public List<Span> during(Instant from, Instant to) {
        List<Span> spans = new ArrayList<>();
        spans.add(new Span(from, to, at(from)));
        for (Map.Entry<Instant, EventFilter> change : changes.entrySet()) {
            Instant begun = change.getKey();
            Span last = spans.getLast();
            boolean within = begun.isAfter(from) && begun.isBefore(to);
            if (within && !change.getValue().equals(last.filter())) {
                spans.set(spans.size() - 1, new Span(last.from(), begun, last.filter()));
                spans.add(new Span(begun, to, change.getValue()));
            }
        }
        return List.copyOf(spans);
    }
}

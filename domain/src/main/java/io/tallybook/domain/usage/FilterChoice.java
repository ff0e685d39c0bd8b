package io.tallybook.domain.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Gives each event to exactly one of several filters, or to none (the default price).
 *
 * <p>The most specific matching filter wins: the one with more keys; with as many keys the one that
 * lets fewer values through; of equally narrow ones the oldest, which is the first of the list. So
 * an event is never billed twice and the order of events does not matter. Source:
 * docs/conventions.md#filters.
 */
public record FilterChoice(List<EventFilter> filters) {
    public FilterChoice {
        filters = List.copyOf(filters);
    }

    /** The index of the winning filter, empty if no filter matches. */
    public OptionalInt of(UsageEvent event) {
        int winner = -1;
        for (int i = 0; i < filters.size(); i++) {
            EventFilter candidate = filters.get(i);
            if (candidate.matches(event) && (winner < 0 || beats(candidate, filters.get(winner)))) {
                winner = i;
            }
        }
        return winner < 0 ? OptionalInt.empty() : OptionalInt.of(winner);
    }

    /** The events of each filter in the filters' order, and last those of none. */
    public List<List<UsageEvent>> split(List<UsageEvent> events) {
        List<List<UsageEvent>> parts = new ArrayList<>();
        for (int i = 0; i <= filters.size(); i++) {
            parts.add(new ArrayList<>());
        }
        for (UsageEvent event : events) {
            parts.get(of(event).orElse(filters.size())).add(event);
        }
        return parts;
    }

    private static boolean beats(EventFilter candidate, EventFilter holder) {
        int keys = Integer.compare(candidate.values().size(), holder.values().size());
        return keys > 0 || (keys == 0 && candidate.width() < holder.width());
    }
}

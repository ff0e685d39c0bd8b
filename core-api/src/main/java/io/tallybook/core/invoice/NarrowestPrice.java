package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.EventSelection.Except;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives each event to one price of its meter alone: the one for the narrowest events.
 *
 * <p>More properties are narrower; of as many, fewer combinations of values; of as narrow ones the
 * first of the subscription. The rule is that of the domain's FilterChoice, said to the store
 * instead of event by event. Instances of addons do not compete with the plan or with each other:
 * each is charged for all its events.
 */
final class NarrowestPrice {
    /** Those that are for some events alone, in the order of the subscription. */
    private final Map<Optional<MeterId>, List<LineItem>> narrow;

    private NarrowestPrice(Map<Optional<MeterId>, List<LineItem>> narrow) {
        this.narrow = narrow;
    }

    static NarrowestPrice among(List<LineItem> lines) {
        return new NarrowestPrice(
                lines.stream()
                        .filter(line -> !filter(line).isEmpty())
                        .collect(Collectors.groupingBy(NarrowestPrice::meter)));
    }

    /** Which events of its meter a line item is charged for. */
    EventSelection selection(LineItem item) {
        Map<String, List<String>> own = filter(item);
        List<Except> except = new ArrayList<>();
        boolean before = true; // says nothing of an item that is for all events: it never beats
        for (LineItem other : narrow.getOrDefault(meter(item), List.of())) {
            if (other.id().equals(item.id())) {
                before = false;
            } else if (Objects.equals(other.addon(), item.addon())
                    && beats(filter(other), own, before)) {
                except.add(new Except(filter(other), other.startDate(), other.endDate()));
            }
        }
        return new EventSelection(own, except);
    }

    private static Optional<MeterId> meter(LineItem item) {
        return Optional.ofNullable(item.price().meterId());
    }

    private static boolean beats(
            Map<String, List<String>> other, Map<String, List<String>> own, boolean before) {
        int keys = Integer.compare(other.size(), own.size());
        if (keys != 0) {
            return keys > 0;
        }
        int width = Long.compare(width(other), width(own));
        return width < 0 || (width == 0 && before);
    }

    private static long width(Map<String, List<String>> filter) {
        long width = 1;
        for (List<String> values : filter.values()) {
            width = Math.min(width * Math.max(1, values.size()), Integer.MAX_VALUE);
        }
        return width;
    }

    private static Map<String, List<String>> filter(LineItem item) {
        return item.price().range().filterValues();
    }
}

package io.tallybook.api.flexprice.event;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was used of the features of a group, and what it costs together.
 *
 * @param id absent for features of no group
 * @param usage absent where the features are not counted in one unit
 * @param cost absent where nothing is charged, or not all in one currency
 * @param points in order of time
 */
record AnalyticsGroup(
        Optional<GroupId> id,
        List<String> keys,
        Optional<String> unit,
        @Nullable BigDecimal usage,
        long eventCount,
        @Nullable Money cost,
        List<AnalyticsGroup.Point> points) {
    AnalyticsGroup {
        keys = List.copyOf(keys);
        points = List.copyOf(points);
    }

    /** One window. */
    record Point(
            Instant start, @Nullable BigDecimal usage, long eventCount, @Nullable Money cost) {}

    private record Key(Optional<GroupId> group, List<String> keys) {}

    private static final Comparator<AnalyticsGroup> DEAREST_FIRST =
            Comparator.comparing(
                            (AnalyticsGroup group) ->
                                    group.cost() == null
                                            ? BigDecimal.ZERO
                                            : group.cost().toDecimal())
                    .thenComparing(AnalyticsGroup::eventCount)
                    .reversed();

    /** The items of each group as one, the dearest first. */
    static List<AnalyticsGroup> of(List<AnalyticsItem> items) {
        Map<Key, List<AnalyticsItem>> together = new LinkedHashMap<>();
        for (AnalyticsItem item : items) {
            together.computeIfAbsent(
                            new Key(item.counted().group(), item.keys()), _ -> new ArrayList<>())
                    .add(item);
        }
        return together.entrySet().stream()
                .map(one -> of(one.getKey(), one.getValue()))
                .sorted(DEAREST_FIRST)
                .toList();
    }

    private static AnalyticsGroup of(Key key, List<AnalyticsItem> items) {
        boolean oneUnit = items.stream().map(AnalyticsGroup::unit).distinct().count() == 1;
        Map<Instant, List<AnalyticsItem.Point>> windows = new TreeMap<>();
        for (AnalyticsItem item : items) {
            for (AnalyticsItem.Point point : item.points()) {
                windows.computeIfAbsent(point.window().start(), _ -> new ArrayList<>()).add(point);
            }
        }
        List<Point> points = new ArrayList<>();
        windows.forEach((start, at) -> points.add(point(start, at, oneUnit)));
        return new AnalyticsGroup(
                key.group(),
                key.keys(),
                oneUnit ? unit(items.getFirst()) : Optional.empty(),
                oneUnit ? sum(items.stream().map(AnalyticsItem::usage).toList()) : null,
                items.stream().mapToLong(AnalyticsItem::eventCount).sum(),
                cost(items.stream().map(AnalyticsItem::cost).filter(Objects::nonNull).toList()),
                points);
    }

    private static Point point(Instant start, List<AnalyticsItem.Point> at, boolean oneUnit) {
        List<UsageQuery.Window> windows = at.stream().map(AnalyticsItem.Point::window).toList();
        return new Point(
                start,
                oneUnit ? sum(windows.stream().map(UsageQuery.Window::value).toList()) : null,
                windows.stream().mapToLong(UsageQuery.Window::eventCount).sum(),
                cost(at.stream().map(AnalyticsItem.Point::cost).filter(Objects::nonNull).toList()));
    }

    private static Optional<String> unit(AnalyticsItem item) {
        return item.counted().feature().map(FeatureView::feature).map(f -> f.unitSingular());
    }

    private static BigDecimal sum(List<BigDecimal> numbers) {
        return numbers.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Absent where nothing is charged, or not all in one currency. */
    static @Nullable Money cost(List<Money> costs) {
        boolean mixed = costs.stream().map(Money::currency).distinct().count() != 1;
        return mixed ? null : costs.stream().reduce(Money::plus).orElse(null);
    }
}

package io.tallybook.api.flexprice.event;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one group of events, of one line item or of a feature that no line item charges.
 *
 * @param cost absent where nothing charges it
 * @param points in order of time
 */
record AnalyticsItem(
        Counted counted,
        List<String> keys,
        BigDecimal usage,
        long eventCount,
        @Nullable Money cost,
        List<Point> points) {
    /** The dearest first, then the most used. */
    static final Comparator<AnalyticsItem> GREATEST_FIRST =
            Comparator.comparing(
                            (AnalyticsItem item) ->
                                    item.cost() == null ? BigDecimal.ZERO : item.cost().toDecimal())
                    .thenComparing(AnalyticsItem::usage)
                    .reversed();

    AnalyticsItem {
        keys = List.copyOf(keys);
        points = List.copyOf(points);
    }

    /**
     * What counts the usage, and what charges it.
     *
     * @param customers whose usage; everybody's if empty
     */
    record Counted(
            Optional<FeatureView> feature,
            MeterDefinition meter,
            List<String> customers,
            Optional<SubscriptionView> subscription,
            Optional<PricedUsage> charged) {
        /** The group of features that its feature belongs to. */
        Optional<GroupId> group() {
            return feature.map(found -> found.feature().groupId());
        }
    }

    /** One window. */
    record Point(UsageQuery.Window window, @Nullable Money cost) {}

    /**
     * The groups of some usage, each with its share of the cost: by usage, so that groups and
     * windows always sum to the whole, to the last cent.
     */
    static List<AnalyticsItem> of(Counted counted, UsageQuery.Groups groups, @Nullable Money cost) {
        List<Money> costs =
                shares(cost, groups.groups().stream().map(UsageQuery.Group::value).toList());
        List<AnalyticsItem> items = new ArrayList<>();
        for (int i = 0; i < groups.groups().size(); i++) {
            UsageQuery.Group group = groups.groups().get(i);
            Money own = costs.isEmpty() ? null : costs.get(i);
            items.add(
                    new AnalyticsItem(
                            counted,
                            group.keys(),
                            group.value(),
                            group.eventCount(),
                            own,
                            points(group.windows(), own)));
        }
        return items;
    }

    private static List<Point> points(List<UsageQuery.Window> windows, @Nullable Money cost) {
        List<Money> costs = shares(cost, windows.stream().map(UsageQuery.Window::value).toList());
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            points.add(new Point(windows.get(i), costs.isEmpty() ? null : costs.get(i)));
        }
        return points;
    }

    /** None without a cost; what is below zero bears nothing. */
    private static List<Money> shares(@Nullable Money cost, List<BigDecimal> usage) {
        if (cost == null || usage.isEmpty()) {
            return List.of();
        }
        List<BigDecimal> weights = usage.stream().map(u -> u.max(BigDecimal.ZERO)).toList();
        boolean none = weights.stream().allMatch(w -> w.signum() == 0);
        // A cost without usage is there where a price has a minimum: all bear it alike.
        return Allocation.split(
                cost, none ? usage.stream().map(_ -> BigDecimal.ONE).toList() : weights);
    }
}

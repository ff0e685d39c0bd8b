package io.tallybook.api.flexprice.event;

import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.invoice.PricedUsage;
import io.tallybook.core.invoice.UseAtHours;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.money.Allocation;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one group of events, of one line item or of a feature that no line item charges.
 *
 * @param cost absent where nothing charges it
 * @param points in order of time
 * @param priced the whole that it is of, all groups together
 */
record AnalyticsItem(
        Counted counted,
        List<String> keys,
        BigDecimal usage,
        long eventCount,
        @Nullable Money cost,
        List<Point> points,
        Priced priced) {
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

    /**
     * What some usage costs.
     *
     * @param cost absent where nothing charges it
     * @param windows what each window came to, of a meter that counts in windows
     * @param atHours what became of the promises of single hours of the day
     */
    record Priced(@Nullable Money cost, List<UsageQuery.Bucket> windows, List<UseAtHours> atHours) {
        static final Priced NOT = new Priced(null, List.of(), List.of());

        Priced {
            windows = List.copyOf(windows);
            atHours = List.copyOf(atHours);
        }

        static Priced nothing(CurrencyCode currency) {
            return new Priced(Money.zero(currency), List.of(), List.of());
        }

        /** With what comes after it. */
        Priced plus(Priced next) {
            List<UsageQuery.Bucket> all = new ArrayList<>(windows);
            all.addAll(next.windows);
            return new Priced(
                    cost == null || next.cost == null ? null : cost.plus(next.cost),
                    all,
                    atHours.isEmpty() ? next.atHours : sum(atHours, next.atHours));
        }

        private static List<UseAtHours> sum(List<UseAtHours> one, List<UseAtHours> other) {
            return IntStream.range(0, one.size())
                    .mapToObj(i -> one.get(i).plus(other.get(i)))
                    .toList();
        }
    }

    /**
     * Which hours of the day with terms of their own a window lies in, or has a part of that was
     * used.
     *
     * @param next the window that follows; absent for none
     */
    List<CommitmentBucket> hoursOf(Point point, @Nullable Point next) {
        PricedUsage usage = counted.charged().orElse(null);
        if (usage == null || !usage.item().dependsOnTheHour()) {
            return List.of();
        }
        Instant start = point.window().start();
        Instant end = next == null ? null : next.window().start();
        Set<LocalTime> times = new LinkedHashSet<>();
        times.add(usage.timeOfWindow(start));
        for (UsageQuery.Bucket window : priced.windows()) {
            if (!window.start().isBefore(start) && (end == null || window.start().isBefore(end))) {
                times.add(usage.timeOfWindow(window.start()));
            }
        }
        return usage.hours(times);
    }

    /** One window. */
    record Point(UsageQuery.Window window, @Nullable Money cost) {}

    /**
     * The groups of some usage, each with its share of the cost: by usage, so that groups and
     * windows always sum to the whole, to the last cent.
     */
    static List<AnalyticsItem> of(Counted counted, UsageQuery.Groups groups, Priced priced) {
        List<Money> costs =
                shares(
                        priced.cost(),
                        groups.groups().stream().map(UsageQuery.Group::value).toList());
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
                            points(group.windows(), own),
                            priced));
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

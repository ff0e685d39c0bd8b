package io.tallybook.core.invoice;

import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SpendCommitment.Shortfall;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The windows in which nothing was used, as far as a promise is held against them: those that have
 * begun, at the hours whose promise is trued up.
 *
 * @param at how many at which hours; absent of a promise that is the same at all hours
 */
record EmptyWindows(int count, @Nullable List<UsageReading.Run> at) {
    static final EmptyWindows NONE = new EmptyWindows(0, null);

    /**
     * Those of a stretch of service.
     *
     * @param used the windows that had usage
     * @param until up to when windows have begun
     */
    static EmptyWindows of(
            SubscriptionTerms terms,
            LineItem item,
            LineCommitment agreed,
            BillingPeriod service,
            List<WindowedRating.Window> used,
            Instant until) {
        var meter = Objects.requireNonNull(item.meter(), "meter of a line with usage");
        Optional<BillingPeriod> begun = begun(service, until);
        if (meter.bucketSize() == null || begun.isEmpty() || !isTruedUp(agreed)) {
            return NONE;
        }
        var windows =
                new Windows(
                        MeterRules.window(meter.bucketSize()),
                        ZoneId.of(terms.timezone()),
                        terms.billingAnchor());
        List<BillingPeriod> all = windows.covering(begun.get());
        if (agreed.timesOfDay().isEmpty()) {
            return new EmptyWindows(Math.max(0, all.size() - used.size()), null);
        }
        return byTime(agreed, all.stream().map(windows::timeOfDay).toList(), used);
    }

    List<WindowedRating.Window> windows() {
        List<UsageReading.Run> runs =
                at == null ? List.of(new UsageReading.Run(BigDecimal.ZERO, count)) : at;
        return runs.stream().flatMap(run -> UsageReading.windows(run).stream()).toList();
    }

    private static boolean isTruedUp(LineCommitment agreed) {
        return agreed.shortfall() == Shortfall.CHARGED
                || agreed.timesOfDay().stream()
                        .anyMatch(bucket -> bucket.shortfall() == Shortfall.CHARGED);
    }

    /** Windows that are held by the same terms, the first of which begins at {@code at}. */
    private static final class Alike {
        private final LocalTime at;
        private int count;

        Alike(LocalTime at) {
            this.at = at;
        }
    }

    private static EmptyWindows byTime(
            LineCommitment agreed, List<LocalTime> all, List<WindowedRating.Window> used) {
        Map<Optional<CommitmentBucket>, Alike> alike = new LinkedHashMap<>();
        for (LocalTime time : all) {
            alike.computeIfAbsent(agreed.bucketAt(time), _ -> new Alike(time)).count++;
        }
        for (WindowedRating.Window window : used) {
            Alike of = alike.get(agreed.bucketAt(window.start()));
            if (of != null) {
                of.count--;
            }
        }
        List<UsageReading.Run> runs = new ArrayList<>();
        alike.forEach(
                (bucket, windows) -> {
                    Shortfall shortfall =
                            bucket.map(CommitmentBucket::shortfall).orElse(agreed.shortfall());
                    if (shortfall == Shortfall.CHARGED && windows.count > 0) {
                        runs.add(new UsageReading.Run(BigDecimal.ZERO, windows.count, windows.at));
                    }
                });
        return new EmptyWindows(
                runs.stream().mapToInt(UsageReading.Run::times).sum(), List.copyOf(runs));
    }

    private static Optional<BillingPeriod> begun(BillingPeriod service, Instant until) {
        Instant end = until.isAfter(service.end()) ? service.end() : until;
        return service.start().isBefore(end)
                ? Optional.of(new BillingPeriod(service.start(), end))
                : Optional.empty();
    }
}

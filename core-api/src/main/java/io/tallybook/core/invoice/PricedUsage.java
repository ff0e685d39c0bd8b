package io.tallybook.core.invoice;

import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterRules;
import io.tallybook.core.invoice.LinePromise.Promiser;
import io.tallybook.core.invoice.LinePromise.Rest;
import io.tallybook.core.subscription.CommitmentBucket;
import io.tallybook.core.subscription.LineCommitment;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.usage.EventSelection;
import io.tallybook.core.usage.ReadingBasis;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.domain.invoice.InvoiceComputation;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.Windows;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the usage of one line item comes to in any stretch of time, by the arithmetic of an invoice.
 *
 * <p>It is the price of the usage alone: allowances, discounts, credits and taxes are an invoice's.
 *
 * @param whole what a level held for part of the time is a share of
 */
public record PricedUsage(
        SubscriptionTerms terms, LineItem item, BillingPeriod period, BillingPeriod whole) {
    /**
     * The usage of a line item in as much of {@code asked} as the subscription and the item hold;
     * empty if that is nothing, or the item is not charged by usage.
     *
     * @param cancelAt when the subscription was or will be cancelled
     */
    public static Optional<PricedUsage> of(
            SubscriptionTerms terms,
            LineItem item,
            BillingPeriod asked,
            @Nullable Instant cancelAt) {
        if (item.meter() == null) {
            return Optional.empty();
        }
        Instant start = later(later(asked.start(), terms.startDate()), item.startDate());
        Instant end =
                earlier(earlier(earlier(asked.end(), terms.endDate()), item.endDate()), cancelAt);
        if (!start.isBefore(end)) {
            return Optional.empty();
        }
        BillingPeriod held = new BillingPeriod(start, end);
        return Optional.of(new PricedUsage(terms, item, held, held));
    }

    public MeterDefinition meter() {
        return Objects.requireNonNull(item.meter(), "meter of a line item with usage");
    }

    /** Which events of the meter are this line's and no other's. */
    public EventSelection selection() {
        return NarrowestPrice.among(terms.lineItems()).selection(item);
    }

    /**
     * What of the usage is charged, cut where the line's billing periods meet: each begins with the
     * first tier anew. None of a trial or a pause.
     */
    public List<PricedUsage> charged() {
        Instant from = later(period.start(), SubscriptionPeriods.of(terms).chargedFrom());
        if (!from.isBefore(period.end())) {
            return List.of();
        }
        List<PricedUsage> parts = new ArrayList<>();
        BillingPeriod after = new BillingPeriod(from, period.end());
        for (LinePeriods.Charged charged : new LinePeriods(terms, item).pieces(after, null)) {
            Instant start = later(charged.period().start(), period.start());
            Instant end = earlier(charged.period().end(), period.end());
            if (start.isBefore(end)) {
                parts.add(
                        new PricedUsage(
                                terms, item, new BillingPeriod(start, end), charged.whole()));
            }
        }
        return List.copyOf(parts);
    }

    /** What shares and windows of the usage are taken of. */
    public ReadingBasis basis() {
        return LinePeriods.basis(terms, item, whole).during(period);
    }

    /**
     * What so much usage costs.
     *
     * <p>Errors: InvalidPrice naming the field of a price that is none.
     *
     * @param buckets what each window came to, of a meter that counts in windows
     */
    public Money cost(BigDecimal quantity, List<UsageQuery.Bucket> buckets) {
        UsageReading reading =
                new UsageReading(
                        meter().meterId(),
                        terms.externalCustomerId(),
                        period,
                        quantity,
                        0,
                        "",
                        "",
                        meter().bucketSize() == null
                                ? null
                                : UsageReading.runsByTime(windows(buckets)));
        InvoiceLineInput input =
                new InvoiceLineInput(
                                InvoiceLineId.of(
                                        Ulid.derived(period.start(), "usage", item.id().value())),
                                item.id(),
                                item.priceId(),
                                item.price(),
                                item.displayName(),
                                item.planName(),
                                period,
                                quantity,
                                reading)
                        .under(item.dependsOnTheHour() ? ofHours() : null);
        return InvoiceComputation.compute(
                        InvoiceDocuments.inputs(
                                terms.currency(), terms.conventions(), List.of(input)))
                .lines()
                .getFirst()
                .amount();
    }

    // The price of an hour of the day is a price; what is promised of it is not.
    private LinePromise ofHours() {
        return new LinePromise(
                Promiser.LINE, promised().unpromised(), BigDecimal.ZERO, Rest.DUE, 0);
    }

    private LineCommitment promised() {
        return Objects.requireNonNull(
                item.agreement().commitment(), "promise of a line priced by the hour");
    }

    private List<WindowedRating.Window> windows(List<UsageQuery.Bucket> buckets) {
        ZoneId zone = ZoneId.of(terms.timezone());
        return buckets.stream()
                .map(
                        bucket ->
                                new WindowedRating.Window(
                                        LocalTime.ofInstant(bucket.start(), zone), bucket.value()))
                .toList();
    }

    /**
     * What became of the promises of single hours of the day, each of the line's: none of a line
     * that has none.
     *
     * <p>Errors: InvalidPrice naming the field of a price that is none.
     *
     * @param buckets what each window came to
     * @param until up to when windows without usage are held against a promise
     */
    public List<UseAtHours> atHours(List<UsageQuery.Bucket> buckets, Instant until) {
        if (!item.dependsOnTheHour()) {
            return List.of();
        }
        List<WindowedRating.Window> used = windows(buckets);
        LineCommitment promised = promised();
        var empty = EmptyWindows.of(terms, item, promised, period, used, until);
        List<WindowedRating.Window> all = new ArrayList<>(used);
        all.addAll(empty.windows());
        return promised.timesOfDay().stream()
                .map(bucket -> UseAtHours.of(terms, item.price(), bucket, all))
                .toList();
    }

    /** The start of the meter's window that a moment lies in, by the time of day. */
    public LocalTime timeOfWindow(Instant moment) {
        ZoneId zone = ZoneId.of(terms.timezone());
        var size = Objects.requireNonNull(meter().bucketSize(), "size of a window");
        var windows = new Windows(MeterRules.window(size), zone, terms.billingAnchor());
        return windows.timeOfDay(windows.at(moment));
    }

    /** The hours of the day with terms of their own that windows lie in, by where these begin. */
    public List<CommitmentBucket> hours(Set<LocalTime> windows) {
        return promised().timesOfDay().stream()
                .filter(bucket -> windows.stream().anyMatch(bucket.hours()::covers))
                .toList();
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, @Nullable Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }
}

package io.tallybook.core.usage;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was read, frozen: enough to explain an amount and to prove later that nothing was added or
 * taken away.
 *
 * @param quantity exact; zero when there was no event
 * @param eventCount how many events were counted
 * @param watermark up to where usage was complete: the broker's offset of each partition, as {@code
 *     0:123,1:456}
 * @param digest of the events counted, whatever their order, in hexadecimal
 * @param buckets what each window came to, of a meter that counts in windows; absent of any other
 * @param versions by which filters of the meter events were judged, in order of time; absent where
 *     that was not noted
 * @param sharers whose usage was counted with the customer's; absent of one who counts alone
 */
@RecordBuilder
public record UsageReading(
        MeterId meterId,
        String externalCustomerId,
        BillingPeriod period,
        BigDecimal quantity,
        long eventCount,
        String watermark,
        String digest,
        @Nullable List<Run> buckets,
        @Nullable List<MeterVersion> versions,
        @Nullable List<Sharer> sharers) {
    public UsageReading {
        buckets = buckets == null ? null : List.copyOf(buckets);
        versions = versions == null ? null : List.copyOf(versions);
        sharers = sharers == null || sharers.isEmpty() ? null : List.copyOf(sharers);
    }

    /** Of which it is not noted by which filters events were judged. */
    public UsageReading(
            MeterId meterId,
            String externalCustomerId,
            BillingPeriod period,
            BigDecimal quantity,
            long eventCount,
            String watermark,
            String digest,
            @Nullable List<Run> buckets) {
        this(
                meterId,
                externalCustomerId,
                period,
                quantity,
                eventCount,
                watermark,
                digest,
                buckets,
                null,
                null);
    }

    /** Of a meter that does not count in windows. */
    public UsageReading(
            MeterId meterId,
            String externalCustomerId,
            BillingPeriod period,
            BigDecimal quantity,
            long eventCount,
            String watermark,
            String digest) {
        this(meterId, externalCustomerId, period, quantity, eventCount, watermark, digest, null);
    }

    /**
     * Windows that follow each other and came to the same; those without an event are left out.
     *
     * @param times how many of them
     * @param beginAt the time of day at which each of them begins; absent where that is not asked
     */
    public record Run(BigDecimal value, int times, @Nullable LocalTime beginAt) {

        /** Of windows whose time of day does not matter. */
        public Run(BigDecimal value, int times) {
            this(value, times, null);
        }

        private boolean isOf(BigDecimal other, @Nullable LocalTime time) {
            return value.compareTo(other) == 0 && Objects.equals(beginAt, time);
        }
    }

    /** Values in order of time, as runs. */
    public static List<Run> runs(List<BigDecimal> values) {
        List<Run> runs = new ArrayList<>();
        values.forEach(value -> add(runs, value, null));
        return List.copyOf(runs);
    }

    /** Windows in order of time, as runs that know the time of day. */
    public static List<Run> runsByTime(List<WindowedRating.Window> windows) {
        List<Run> runs = new ArrayList<>();
        windows.forEach(window -> add(runs, window.value(), window.start()));
        return List.copyOf(runs);
    }

    private static void add(List<Run> runs, BigDecimal value, @Nullable LocalTime time) {
        Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.isOf(value, time)) {
            runs.set(runs.size() - 1, new Run(last.value(), last.times() + 1, time));
        } else {
            runs.add(new Run(value, 1, time));
        }
    }

    /** Whose usage was counted with the customer's. */
    public List<Sharer> shared() {
        return sharers == null ? List.of() : sharers;
    }

    /** The value of each window that had an event, in order of time; none of a meter without. */
    public List<BigDecimal> bucketValues() {
        return windows().stream().map(WindowedRating.Window::value).toList();
    }

    /**
     * Each window that had an event, in order of time; at midnight where its time was not asked.
     */
    public List<WindowedRating.Window> windows() {
        List<WindowedRating.Window> windows = new ArrayList<>();
        if (buckets != null) {
            buckets.forEach(run -> windows.addAll(windows(run)));
        }
        return windows;
    }

    /** The windows of a run, one by one. */
    public static List<WindowedRating.Window> windows(Run run) {
        LocalTime time = run.beginAt() == null ? LocalTime.MIDNIGHT : run.beginAt();
        return Collections.nCopies(run.times(), new WindowedRating.Window(time, run.value()));
    }
}

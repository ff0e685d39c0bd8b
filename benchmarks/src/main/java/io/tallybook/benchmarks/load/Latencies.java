package io.tallybook.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Durations of one kind, all of them kept. */
final class Latencies {
    private final long[] nanos;
    private final AtomicInteger size = new AtomicInteger();

    Latencies(int capacity) {
        nanos = new long[capacity];
    }

    void add(long duration) {
        int index = size.getAndIncrement();
        if (index < nanos.length) {
            nanos[index] = duration;
        }
    }

    /** The duration, in milliseconds, that {@code share} of them do not exceed. */
    double millis(double share) {
        int count = Math.min(size.get(), nanos.length);
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1, Math.floor(share * count))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %d",
                millis(0.5),
                millis(0.99),
                millis(1),
                size.get());
    }
}

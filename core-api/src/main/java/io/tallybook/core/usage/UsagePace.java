package io.tallybook.core.usage;

import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a meter has counted in the part of a period that has passed, and what it comes to if
 * usage goes on as it was.
 *
 * <pre>
 *   start ├──── elapsed ────┤ at ├──── left ────┤ end
 *               quantity              ?
 * </pre>
 *
 * @param quantity what it counted
 * @param windows what each window came to, of a meter that counts in windows
 * @param elapsed how long that took; zero if nothing has passed
 */
public record UsagePace(
        BigDecimal quantity, List<WindowedRating.Window> windows, Duration elapsed) {
    private static final int DECIMALS = 6;

    public UsagePace {
        windows = List.copyOf(windows);
    }

    /** How usage is carried on. */
    public enum Method {
        /** What grows with time: as much again in as much time. */
        PACE,
        /** Windows that are counted one by one: those that had usage come again, in their order. */
        WINDOWS,
        /** What does not grow with time: the greatest, latest, mean or distinct; a level held. */
        KEPT
    }

    /** The one that fits a meter. */
    public static Method method(MeterDefinition meter) {
        if (meter.bucketSize() != null) {
            return Method.WINDOWS;
        }
        return switch (meter.aggregation()) {
            case COUNT, SUM, SUM_WITH_MULTIPLIER -> Method.PACE;
            case AVG, MAX, LATEST, COUNT_UNIQUE, WEIGHTED_SUM -> Method.KEPT;
        };
    }

    /** Of a reading that was taken at {@code at}. */
    public static UsagePace of(UsageReading reading, Instant at) {
        BillingPeriod period = reading.period();
        Instant until = at.isBefore(period.end()) ? at : period.end();
        return new UsagePace(
                reading.quantity(),
                reading.windows(),
                until.isAfter(period.start())
                        ? Duration.between(period.start(), until)
                        : Duration.ZERO);
    }

    /**
     * What a reading of the meter comes to at the end of its period.
     *
     * <p>Shapes: the reading may be of another period than the pace. Rounding: to {@value
     * #DECIMALS} decimals, half up; quantities alone, money follows from them. A reading whose
     * period has ended, and any while nothing has passed, stays what it is. The digest proves
     * events that are there, so there is none.
     */
    public UsageReading carriedOn(UsageReading reading, MeterDefinition meter, Instant at) {
        BillingPeriod period = reading.period();
        Instant from = at.isAfter(period.start()) ? at : period.start();
        if (elapsed.isZero() || !from.isBefore(period.end())) {
            return reading;
        }
        Duration left = Duration.between(from, period.end());
        return switch (method(meter)) {
            case KEPT -> reading;
            case PACE ->
                    projected(
                            reading, reading.quantity().add(in(left, quantity)), reading.buckets());
            case WINDOWS -> again(reading, in(left, BigDecimal.valueOf(windows.size())));
        };
    }

    /** So much of {@code whole} as {@code time} is of what has passed. */
    private BigDecimal in(Duration time, BigDecimal whole) {
        return whole.multiply(nanos(time)).divide(nanos(elapsed), DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal nanos(Duration time) {
        return BigDecimal.valueOf(time.getSeconds(), -9).add(BigDecimal.valueOf(time.getNano()));
    }

    private UsageReading again(UsageReading reading, BigDecimal times) {
        List<WindowedRating.Window> all = new ArrayList<>(reading.windows());
        BigDecimal sum = reading.quantity();
        for (int n = 0; n < times.intValue(); n++) {
            WindowedRating.Window window = windows.get(n % windows.size());
            all.add(window);
            sum = sum.add(window.value());
        }
        return projected(reading, sum, UsageReading.runsByTime(all));
    }

    private static UsageReading projected(
            UsageReading reading, BigDecimal quantity, @Nullable List<UsageReading.Run> buckets) {
        return UsageReadingBuilder.builder(reading)
                .quantity(quantity)
                .digest("")
                .buckets(buckets)
                .build();
    }
}

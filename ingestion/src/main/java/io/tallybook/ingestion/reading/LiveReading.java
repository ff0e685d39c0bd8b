package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.usage.Aggregator;
import java.math.BigDecimal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One reading of {@link LiveUsage}: what the store said, and the events that came after. */
final class LiveReading {
    /** What is read. */
    record Key(Scope scope, ReadingRequest request) {}

    private static final int SEED_LIMIT_SECONDS = 30;

    private final CountDownLatch seeding = new CountDownLatch(1);
    private final Key key;
    private final Measure measure;
    private @Nullable MeterResult seed;
    private BigDecimal added = BigDecimal.ZERO;
    private @Nullable BigDecimal greatest;
    private long count;

    LiveReading(Key key) {
        this.key = key;
        this.measure = Measure.of(key.request());
    }

    Key key() {
        return key;
    }

    boolean isSeeded() {
        return seed != null;
    }

    /** Takes what the store said. */
    void seed(MeterResult stored) {
        seed = stored;
    }

    /** Whoever asked the store has its answer, or none. */
    void done() {
        seeding.countDown();
    }

    /** Waits for whoever is asking the store. */
    void awaitSeed() {
        try {
            if (!seeding.await(SEED_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new ReadingIncomplete("the store did not say in time what there was before");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadingIncomplete("interrupted while the store was asked");
        }
    }

    /** Counts an event, if the meter does; answers whether the reading still follows. */
    boolean take(UsageEvent event) {
        MeterDefinition meter = key.request().meter();
        if (!event.eventName().equals(meter.eventName())
                || !key.request().period().contains(event.timestamp())
                || !fits(meter, event)) {
            return true;
        }
        if (meter.bucketSize() != null) {
            return false;
        }
        return switch (meter.aggregation()) {
            case COUNT -> counted(BigDecimal.ONE);
            case SUM -> follows(event, BigDecimal.ONE);
            case SUM_WITH_MULTIPLIER -> {
                BigDecimal factor = meter.multiplier();
                yield follows(event, factor == null ? BigDecimal.ONE : factor);
            }
            case MAX -> {
                BigDecimal number = number(event);
                if (number != null) {
                    greatest = greatest == null ? number : greatest.max(number);
                    count++;
                }
                yield true;
            }
            case AVG, COUNT_UNIQUE, LATEST, WEIGHTED_SUM -> false;
        };
    }

    UsageQuery.LiveReading result() {
        MeterResult stored = seed == null ? MeterResult.NONE : seed;
        long all = stored.eventCount() + count;
        BigDecimal quantity = stored.quantity().add(added);
        if (greatest != null) {
            quantity = stored.eventCount() == 0 ? greatest : quantity.max(greatest);
        }
        return new UsageQuery.LiveReading(quantity, all);
    }

    private boolean follows(UsageEvent event, BigDecimal factor) {
        BigDecimal number = number(event);
        return number == null || counted(number.multiply(factor));
    }

    private boolean counted(BigDecimal quantity) {
        added = added.add(quantity);
        count++;
        return true;
    }

    private static boolean fits(MeterDefinition meter, UsageEvent event) {
        for (MeterDefinition.Filter filter : meter.filters()) {
            String value = event.properties().get(filter.key());
            if (value == null || !filter.values().contains(value)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable BigDecimal number(UsageEvent event) {
        return Aggregator.number(
                        measure.rules(),
                        new io.tallybook.domain.usage.UsageEvent(
                                event.eventId(),
                                event.timestamp(),
                                event.eventName(),
                                event.properties()))
                .orElse(null);
    }
}

package io.tallybook.ingestion.reading;

import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.usage.OpeningQuery;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.ReadingRequest;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.domain.entitlement.FirstUse;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.usage.Aggregator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One reading of {@link LiveUsage}: what the store said, and the events that came after.
 *
 * <p>It is of the request's period, or of the window that is open in it; the event with which the
 * next window begins is noted, and who asks behind that begins anew.
 */
final class LiveReading {
    /**
     * What is read.
     *
     * @param windows of which the open one is read; absent for the whole period
     */
    record Key(Scope scope, ReadingRequest request, @Nullable FirstUse windows) {}

    private static final int SEED_LIMIT_SECONDS = 30;

    private final CountDownLatch seeding = new CountDownLatch(1);
    private final Key key;
    private final Measure measure;
    private LiveSeeds.@Nullable Seed seed;
    private @Nullable Instant next;
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
    void seed(LiveSeeds.Seed stored) {
        seed = stored;
        next = stored.next();
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
                || !key.request().counts(event.externalCustomerId(), event.timestamp())
                || !meter.passes(event.timestamp(), event.properties())) {
            return true;
        }
        if (meter.bucketSize() != null) {
            return false;
        }
        boolean within = key.windows() == null || isInWindow(event.timestamp());
        return within ? added(event) : opens(event);
    }

    private boolean isInWindow(Instant time) {
        BillingPeriod window = seed == null ? null : seed.window();
        return window != null && window.contains(time);
    }

    // What comes late may have begun another window, and what is not surely counted may not.
    private boolean opens(UsageEvent event) {
        LiveSeeds.Seed known = seed;
        boolean counts =
                switch (key.request().meter().aggregation()) {
                    case COUNT -> true;
                    case SUM -> number(event) != null;
                    case SUM_WITH_MULTIPLIER, MAX, AVG, COUNT_UNIQUE, LATEST, WEIGHTED_SUM -> false;
                };
        if (known == null
                || !counts
                || (known.window() != null && event.timestamp().isBefore(known.window().start()))) {
            return false;
        }
        Instant begun = FirstUse.begin(event.timestamp());
        next = next == null || begun.isBefore(next) ? begun : next;
        return true;
    }

    private boolean added(UsageEvent event) {
        MeterDefinition meter = key.request().meter();
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
        MeterResult stored = seed == null ? MeterResult.NONE : seed.counted();
        long all = stored.eventCount() + count;
        BigDecimal quantity = stored.quantity().add(added);
        if (greatest != null) {
            quantity = stored.eventCount() == 0 ? greatest : quantity.max(greatest);
        }
        return new UsageQuery.LiveReading(quantity, all);
    }

    /**
     * Whether what is known does not say which window is open at a moment; never of a reading of a
     * whole period.
     */
    boolean isPassed(Instant at) {
        if (key.windows() == null) {
            return false;
        }
        BillingPeriod window = seed == null ? null : seed.window();
        Instant opened = next;
        return (window != null && at.isBefore(window.start()))
                || ((window == null || !at.isBefore(window.end()))
                        && opened != null
                        && !at.isBefore(opened));
    }

    /** The window that is open at a moment, and what was used in it. */
    OpeningQuery.OpenWindow open(Instant at) {
        BillingPeriod window = seed == null ? null : seed.window();
        return window == null || !window.contains(at)
                ? OpeningQuery.OpenWindow.NONE
                : new OpeningQuery.OpenWindow(window, result().quantity());
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

package io.tallybook.ingestion.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;

/** What the sink counts and measures. */
final class SinkMetrics implements Steps {
    private final MeterRegistry registry;
    private final Counter stored;
    private final Counter repeated;
    private final Counter conflicts;
    private final Counter setAside;
    private final Counter failures;
    private final DistributionSummary batchSize;
    private final Timer delay;
    private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
    private final Map<TopicPartition, AtomicLong> lags = new ConcurrentHashMap<>();

    SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.stored = counter("usage.sink.stored", "events stored for the first time");
        this.repeated = counter("usage.sink.repeated", "repeats dropped");
        this.conflicts =
                counter(
                        "usage.sink.conflicts",
                        "repeats that said something else than the event that was kept");
        this.setAside = counter("usage.sink.set.aside", "records that were no usage event");
        this.failures = counter("usage.sink.failures", "attempts at a batch that failed");
        this.batchSize =
                DistributionSummary.builder("usage.sink.batch")
                        .baseUnit("records")
                        .register(registry);
        this.delay =
                Timer.builder("usage.sink.delay")
                        .description(
                                "from the log's own timestamp to stored, of the oldest of a batch")
                        .publishPercentileHistogram()
                        .register(registry);
        for (Step step : Step.values()) {
            steps.put(
                    step,
                    Timer.builder("usage.sink.step")
                            .tag("step", step.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    @Override
    public void carryOut(Step step, Runnable work) {
        Timer timer = steps.get(step);
        if (timer == null) {
            throw new IllegalStateException("every step has a timer, but not " + step);
        }
        timer.record(work);
    }

    void stored(int fresh, Collection<Batch.Repeat> repeats, int poison, int others) {
        stored.increment(fresh);
        repeated.increment(repeats.size());
        conflicts.increment((double) repeats.stream().filter(Batch.Repeat::isConflict).count());
        setAside.increment(poison);
        batchSize.record(fresh + repeats.size() + poison + others);
    }

    void delay(Duration oldest) {
        delay.record(oldest);
    }

    void failed() {
        failures.increment();
    }

    void lag(TopicPartition partition, long records) {
        lags.computeIfAbsent(partition, this::gauge).set(records);
    }

    private AtomicLong gauge(TopicPartition partition) {
        AtomicLong lag = new AtomicLong();
        Gauge.builder("usage.sink.lag", lag, AtomicLong::doubleValue)
                .description("records on the log that are not stored yet")
                .tag("partition", Integer.toString(partition.partition()))
                .register(registry);
        return lag;
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}

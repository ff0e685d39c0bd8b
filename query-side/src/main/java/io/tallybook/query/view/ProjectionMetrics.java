package io.tallybook.query.view;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tallybook.core.ViewKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How projections do: {@code tallybook.projection.batch} (time to store a batch), {@code
 * tallybook.projection.events}, {@code tallybook.projection.delay} (from recorded to visible, of
 * the oldest event of each batch) and {@code tallybook.projection.delay.last}, all by {@code view}.
 */
public final class ProjectionMetrics {
    private final Clock clock;
    private final MeterRegistry registry;
    private final Map<String, OfView> views = new ConcurrentHashMap<>();

    private record OfView(Timer batch, Counter events, Timer delay, AtomicLong lastDelayMillis) {}

    public ProjectionMetrics(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.registry = registry;
        for (ViewKind kind : ViewKind.values()) {
            of(kind.name().toLowerCase(Locale.ROOT));
        }
    }

    private OfView of(String view) {
        return views.computeIfAbsent(view, this::registered);
    }

    private OfView registered(String view) {
        AtomicLong last = new AtomicLong();
        registry.gauge(
                "tallybook.projection.delay.last",
                Tags.of("view", view),
                last,
                millis -> millis.get() / 1000d);
        return new OfView(
                registry.timer("tallybook.projection.batch", "view", view),
                registry.counter("tallybook.projection.events", "view", view),
                registry.timer("tallybook.projection.delay", "view", view),
                last);
    }

    void timed(String name, int events, @Nullable Instant oldestLive, Runnable batch) {
        OfView view = of(name);
        view.batch().record(batch);
        view.events().increment(events);
        if (oldestLive != null) {
            Duration delay = Duration.between(oldestLive, clock.instant());
            view.delay().record(delay.isNegative() ? Duration.ZERO : delay);
            view.lastDelayMillis().set(Math.max(0, delay.toMillis()));
        }
    }
}

package io.tallybook.sagas.duework;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.tallybook.core.invoice.Breach;
import io.tallybook.core.invoice.InvoiceEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What an operator sees of due work. */
public final class DueWorkMetrics {
    private final MeterRegistry registry;
    private final AtomicLong lagMillis = new AtomicLong();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Timer advance;

    public DueWorkMetrics(MeterRegistry registry) {
        this.registry = registry;
        TimeGauge.builder(
                        "tallybook.due.work.lag", lagMillis, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description("How long the oldest open piece of due work is overdue")
                .register(registry);
        Gauge.builder("tallybook.due.work.under.way", underWay, AtomicInteger::get)
                .description("How many pieces of due work are being performed")
                .register(registry);
        advance =
                Timer.builder("tallybook.due.work.advance")
                        .description("How long it took to perform everything up to a moment")
                        .register(registry);
    }

    /** How many pieces are being performed at this moment. */
    public int underWay() {
        return underWay.get();
    }

    void begun(int count) {
        underWay.addAndGet(count);
    }

    void ended(int count) {
        underWay.addAndGet(-count);
    }

    void performed(DueKind kind, int count) {
        count("tallybook.due.work.performed", kind, count);
    }

    void failed(DueKind kind, int count) {
        count("tallybook.due.work.failed", kind, count);
    }

    /** An invoice did not keep a safety bound. */
    void parked(InvoiceEvent.Parked event) {
        for (Breach breach : event.breaches()) {
            registry.counter(
                            "tallybook.invoices.parked",
                            "bound",
                            breach.bound().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
    }

    void advanced(Duration duration) {
        advance.record(duration);
    }

    void lag(Duration ofOldest) {
        lagMillis.set(ofOldest.toMillis());
    }

    private void count(String name, DueKind kind, int count) {
        registry.counter(name, "kind", kind.name().toLowerCase(Locale.ROOT)).increment(count);
    }
}

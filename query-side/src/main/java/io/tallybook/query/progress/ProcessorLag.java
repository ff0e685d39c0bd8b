package io.tallybook.query.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * How far each streaming processor is behind the newest event: {@code tallybook.processor.behind}
 * in events, by {@code processor}; NaN while it has claimed nothing.
 */
public final class ProcessorLag {
    private final StreamableMessageSource<?> store;

    public ProcessorLag(StreamableMessageSource<?> store) {
        this.store = store;
    }

    /** Begins to measure a processor. */
    public void measure(String name, StreamingEventProcessor processor, MeterRegistry registry) {
        Gauge.builder(
                        "tallybook.processor.behind",
                        processor,
                        each -> {
                            OptionalLong events = behind(each);
                            return events.isPresent() ? events.getAsLong() : Double.NaN;
                        })
                .tag("processor", name)
                .strongReference(true)
                .register(registry);
    }

    /** Events between the slowest segment and the newest event; empty while none is claimed. */
    public OptionalLong behind(StreamingEventProcessor processor) {
        OptionalLong slowest =
                processor.processingStatus().values().stream()
                        .map(EventTrackerStatus::getCurrentPosition)
                        .mapToLong(position -> position.orElse(-1))
                        .min();
        if (slowest.isEmpty()) {
            return OptionalLong.empty();
        }
        TrackingToken head = store.createHeadToken();
        long newest = head == null ? -1 : head.position().orElse(-1);
        return OptionalLong.of(Math.max(0, newest - slowest.getAsLong()));
    }
}

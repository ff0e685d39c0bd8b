package io.tallybook.app.axon;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.monitoring.MessageMonitor;
import org.jspecify.annotations.Nullable;

/**
 * How many commands of each kind there were, and how long they took, waiting for their turn
 * included.
 *
 * <p>Axon's own monitors look each meter up by its tags for every message, and measure every event
 * for every processor that has no use for it: a tenth of the cost of a small command.
 */
final class CommandMetrics implements MessageMonitor<CommandMessage<?>> {
    private final MeterRegistry registry;
    private final ConcurrentMap<Class<?>, OfKind> kinds = new ConcurrentHashMap<>();

    private record OfKind(Timer all, Counter succeeded, Counter failed) {}

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public MonitorCallback onMessageIngested(CommandMessage<?> command) {
        OfKind kind = kinds.computeIfAbsent(command.getPayloadType(), this::meters);
        long start = System.nanoTime();
        return new MonitorCallback() {
            @Override
            public void reportSuccess() {
                kind.succeeded().increment();
                record();
            }

            @Override
            public void reportFailure(@Nullable Throwable cause) {
                kind.failed().increment();
                record();
            }

            @Override
            public void reportIgnored() {
                record();
            }

            private void record() {
                kind.all().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            }
        };
    }

    private OfKind meters(Class<?> payload) {
        String name = payload.getName();
        return new OfKind(
                registry.timer("commandBus.allTimer", "payloadType", name),
                registry.counter("commandBus.successCounter", "payloadType", name),
                registry.counter("commandBus.failureCounter", "payloadType", name));
    }
}

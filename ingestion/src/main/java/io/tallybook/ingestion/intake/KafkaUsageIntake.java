package io.tallybook.ingestion.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageIntake;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.core.usage.UsageRefusals;
import io.tallybook.ingestion.usagelog.RefusedFrame;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * The intake that keeps usage on Kafka.
 *
 * <p>The partition is a hash of the event's identity, so all repeats of an event meet in one
 * partition and are seen one after the other.
 */
public final class KafkaUsageIntake implements UsageIntake, UsageRefusals, AutoCloseable {
    private static final Duration ACKNOWLEDGE_LIMIT = Duration.ofSeconds(9);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final long BUFFER_BYTES = 96L * 1024 * 1024;
    private static final int BATCH_BYTES = 256 * 1024;
    private static final int LINGER_MS = 2;

    private final UsageLog log;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Counter accepted;
    private final Counter refused;
    private final Timer latency;

    /** Does not connect yet: a broker that is down is met by the first event, and by its error. */
    public KafkaUsageIntake(UsageLog log, MeterRegistry metrics) {
        this.log = log;
        this.producer =
                new KafkaProducer<>(
                        settings(log), new ByteArraySerializer(), new ByteArraySerializer());
        this.accepted =
                Counter.builder("usage.intake.accepted")
                        .description("events the broker acknowledged")
                        .register(metrics);
        this.refused =
                Counter.builder("usage.intake.refused")
                        .description("events that could not be made durable")
                        .register(metrics);
        this.latency =
                Timer.builder("usage.intake.acknowledge")
                        .description("from accept to the broker's acknowledgement of all")
                        .publishPercentileHistogram()
                        .register(metrics);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Never blocks the caller. Completes with IllegalArgumentException, and keeps none of the
     * events, if one of them cannot be written at all (a timestamp that no store can hold).
     */
    @Override
    public CompletableFuture<Void> accept(List<UsageEvent> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Keyed> frames = new ArrayList<>(events.size());
        try {
            for (UsageEvent event : events) {
                frames.add(new Keyed(UsageFrame.identityBytes(event), UsageFrame.encode(event)));
            }
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        Timer.Sample started = Timer.start();
        CompletableFuture<Void> done = keep(frames);
        var _ =
                done.whenComplete(
                        (_, failure) -> {
                            started.stop(latency);
                            (failure == null ? accepted : refused).increment(events.size());
                        });
        return done;
    }

    /** {@inheritDoc} Never blocks the caller; errors as of {@link #accept}. */
    @Override
    public CompletableFuture<Void> refuse(List<RefusedUsage> refused) {
        List<Keyed> frames = new ArrayList<>(refused.size());
        try {
            for (RefusedUsage one : refused) {
                frames.add(
                        new Keyed(UsageFrame.identityBytes(one.event()), RefusedFrame.encode(one)));
            }
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return keep(frames);
    }

    /**
     * A record for the log.
     *
     * @param key those with the same meet in one partition
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never printed
    public record Keyed(byte[] key, byte[] frame) {}

    /** Makes records durable, as {@link #accept} does. */
    public CompletableFuture<Void> keep(List<Keyed> frames) {
        if (frames.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Acceptance acceptance = new Acceptance(frames.size());
        // send() waits when it has no metadata or no room; that wait is not the caller's.
        senders.execute(() -> send(frames, acceptance));
        return acceptance.done;
    }

    /** Waits for what is on its way, then closes. */
    @Override
    public void close() {
        senders.shutdown();
        producer.close(CLOSE_LIMIT);
        senders.close();
    }

    private void send(List<Keyed> frames, Acceptance acceptance) {
        try {
            int partitions = producer.partitionsFor(log.topic()).size();
            // After a failure no more: with a full buffer each further one would wait its whole
            // limit.
            for (int i = 0; i < frames.size() && !acceptance.hasFailed(); i++) {
                int hash = Utils.murmur2(frames.get(i).key());
                int partition = Utils.toPositive(hash) % partitions;
                var _ =
                        producer.send(
                                new ProducerRecord<>(
                                        log.topic(), partition, null, frames.get(i).frame()),
                                (_, failure) -> acceptance.acknowledged(failure));
            }
            acceptance.failIfAnyFailed();
        } catch (KafkaException | IllegalStateException e) {
            acceptance.fail(e);
        }
    }

    private static Map<String, Object> settings(UsageLog log) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", log.bootstrapServers()),
                Map.entry("client.id", "usage-intake"),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", true),
                // With more, a batch may overtake one that the broker refused for the moment; the
                // refused one is then out of sequence and never taken (seen on a topic just made).
                Map.entry("max.in.flight.requests.per.connection", 1),
                Map.entry("compression.type", "lz4"),
                Map.entry("linger.ms", LINGER_MS),
                Map.entry("batch.size", BATCH_BYTES),
                Map.entry("buffer.memory", BUFFER_BYTES),
                Map.entry("max.request.size", UsageLog.EVENT_BYTES_MAX),
                Map.entry("max.block.ms", ACKNOWLEDGE_LIMIT.toMillis()),
                Map.entry("delivery.timeout.ms", (int) ACKNOWLEDGE_LIMIT.toMillis()),
                Map.entry("request.timeout.ms", (int) ACKNOWLEDGE_LIMIT.toMillis() - 1_000),
                Map.entry("reconnect.backoff.ms", 50),
                Map.entry("reconnect.backoff.max.ms", 500),
                Map.entry("metadata.recovery.strategy", "rebootstrap"));
    }

    /** The answer to one call: all acknowledged, or the first failure. */
    private static final class Acceptance {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final AtomicInteger open;
        private final AtomicReference<@Nullable Throwable> firstFailure = new AtomicReference<>();

        Acceptance(int events) {
            this.open = new AtomicInteger(events);
        }

        void acknowledged(@Nullable Exception failure) {
            if (failure != null) {
                firstFailure.compareAndSet(null, failure);
            }
            if (open.decrementAndGet() == 0 && !hasFailed()) {
                done.complete(null);
            }
            failIfAnyFailed();
        }

        boolean hasFailed() {
            return firstFailure.get() != null;
        }

        void failIfAnyFailed() {
            Throwable first = firstFailure.get();
            if (first != null) {
                fail(first);
            }
        }

        void fail(Throwable cause) {
            if (cause instanceof RecordTooLargeException) {
                done.completeExceptionally(
                        new IllegalArgumentException("event: " + cause.getMessage(), cause));
            } else {
                done.completeExceptionally(
                        new UsageNotDurable(
                                "usage was not acknowledged by the log: " + cause.getMessage(),
                                cause));
            }
        }
    }
}

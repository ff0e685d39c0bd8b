package io.tallybook.ingestion.topic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.usage.NotAUsageEvent;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageFormat;
import io.tallybook.core.usage.UsageIntake;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes usage from a topic that a user owns.
 *
 * <p>Exactly once by two things together: an offset is committed after our own log has acknowledged
 * all before it, so nothing is left out; and each record has an identity, its event's id or where
 * it stands, so what is delivered again is recognised. What is no usage event is set aside with its
 * reason and blocks nothing.
 */
public final class TopicIntake implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicIntake.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final int AT_ONCE = 2_000;

    private final OwnTopic own;
    private final UsageFormat format;
    private final UsageIntake intake;
    private final RejectedRecords rejected;
    private final Clock clock;
    private final Counter taken;
    private final Counter setAside;
    private final Thread thread;
    private volatile String trouble = "";
    private volatile boolean stopping;

    /**
     * @param clock the machine's
     */
    public TopicIntake(
            OwnTopic own,
            UsageFormat format,
            UsageIntake intake,
            RejectedRecords rejected,
            Clock clock,
            MeterRegistry metrics) {
        this.own = own;
        this.format = format;
        this.intake = intake;
        this.rejected = rejected;
        this.clock = clock;
        this.taken =
                Counter.builder("usage.topic.taken")
                        .description("records of a user's topic that were taken in")
                        .tag("source", own.name())
                        .register(metrics);
        this.setAside =
                Counter.builder("usage.topic.set.aside")
                        .description("records of a user's topic that were no usage event")
                        .tag("source", own.name())
                        .register(metrics);
        this.thread = Thread.ofPlatform().name("usage-from-" + own.name()).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    public OwnTopic topic() {
        return own;
    }

    /** What is wrong at the moment; empty if nothing is. */
    public String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            if (thread.isAlive() && !thread.join(STOP_LIMIT)) {
                LOG.warn("the intake from {} did not stop within {}", own, STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = PAUSE_FIRST;
        while (!stopping) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                consumer.subscribe(List.of(own.topic()));
                while (!stopping) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                    if (!records.isEmpty()) {
                        take(records);
                        consumer.commitSync();
                        pause = PAUSE_FIRST;
                    }
                    trouble = "";
                }
            } catch (RuntimeException | ExecutionException e) {
                trouble = String.valueOf(e.getCause() == null ? e : e.getCause());
                LOG.warn("usage from {} is taken again in {}", own, pause, e);
                pause = waited(pause);
            } catch (InterruptedException e) {
                stopping = true;
            }
        }
    }

    /** Returns when all is durable: as events, or set aside. */
    private void take(ConsumerRecords<byte[], byte[]> records)
            throws ExecutionException, InterruptedException {
        UsageFormat.Reader reader = format.reader(own.scope());
        List<UsageEvent> events = new ArrayList<>(records.count());
        List<RejectedUsage> poison = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String where = own.name() + "/" + record.partition();
            byte[] value = record.value() == null ? new byte[0] : record.value();
            try {
                events.add(reader.read(value, where + "/" + record.offset()));
            } catch (NotAUsageEvent e) {
                poison.add(
                        RejectedUsage.of(
                                own.scope(),
                                where,
                                record.offset(),
                                String.valueOf(e.getMessage()),
                                new String(value, StandardCharsets.UTF_8),
                                clock.instant(),
                                e.eventId()));
            }
        }
        intake.accept(events).get();
        rejected.keep(poison);
        taken.increment(events.size());
        setAside.increment(poison.size());
    }

    private Duration waited(Duration pause) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            stopping = true;
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : next;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> config = new HashMap<>(own.kafka());
        config.put("bootstrap.servers", own.bootstrapServers());
        config.put("group.id", own.group());
        config.put("client.id", "tallybook-" + own.name());
        config.put("enable.auto.commit", false);
        config.put("max.poll.records", AT_ONCE);
        config.putIfAbsent("auto.offset.reset", "earliest");
        config.putIfAbsent("isolation.level", "read_committed");
        return new KafkaConsumer<>(
                config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

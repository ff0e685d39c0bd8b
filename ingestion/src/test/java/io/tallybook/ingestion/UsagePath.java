package io.tallybook.ingestion;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.embedded.LocalStack;
import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import io.tallybook.ingestion.intake.KafkaUsageIntake;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.reading.LiveUsage;
import io.tallybook.ingestion.reading.UsageReader;
import io.tallybook.ingestion.sink.StoredUsage;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.StoreAddress;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The usage path on the real parts: a topic and a tenant of its own per instance. */
public final class UsagePath implements AutoCloseable {
    public static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    public static final int PARTITIONS = 3;

    private static final AtomicLong LAST = new AtomicLong(System.nanoTime());
    private static final Duration COMPLETE_LIMIT = Duration.ofSeconds(30);

    private final UsageLog log;
    private final String group;
    private final UsageStore store;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final KafkaUsageIntake intake;
    private final Completeness completeness;
    private final Scope scope = newScope();

    private UsagePath(LocalStack stack, String topic) {
        this.log = new UsageLog(stack.kafka().bootstrapServers(), topic);
        this.group = topic + "-sink";
        this.store = new UsageStore(address(stack));
        this.store.migrate();
        this.intake = new KafkaUsageIntake(log, metrics);
        this.completeness = new Completeness(log, group, COMPLETE_LIMIT);
    }

    /** A path with nothing on it; its sink is not started. */
    public static UsagePath create() throws InterruptedException {
        return on(LocalStack.forTests());
    }

    /** As {@link #create}, on other parts than the other tests: for what looks at the whole log. */
    public static UsagePath on(LocalStack stack) throws InterruptedException {
        String topic = "usage-" + LAST.incrementAndGet();
        stack.kafka().createTopic(topic, PARTITIONS, UsageLog.topicSettings());
        return new UsagePath(stack, topic);
    }

    public static StoreAddress address(LocalStack stack) {
        return new StoreAddress(
                stack.clickHouse().url(),
                ClickHouseEngine.DATABASE,
                ClickHouseEngine.USER,
                stack.clickHouse().password());
    }

    public static Scope newScope() {
        return new Scope(TenantId.of(nextUlid()), EnvironmentId.of(nextUlid()));
    }

    public static Ulid nextUlid() {
        return Ulid.of(Instant.ofEpochMilli(LAST.incrementAndGet() & 0xFFFFFFFFFFL), new byte[10]);
    }

    public UsageSink.Settings sinkSettings() {
        return new UsageSink.Settings(log, group, "one", Clock.systemUTC());
    }

    public UsageSink startSink() {
        UsageSink sink = new UsageSink(sinkSettings(), store, metrics);
        sink.start();
        return sink;
    }

    public UsageEvent event(String id) {
        return event(id, NOON, Map.of("tokens", "5"));
    }

    public UsageEvent event(String id, Instant timestamp, Map<String, String> properties) {
        return new UsageEvent(
                scope, id, "completion", "customer-1", timestamp, null, properties, NOON);
    }

    /** Puts events on the log and waits for the acknowledgement. */
    public void accept(UsageEvent... events) throws Exception {
        accept(Arrays.asList(events));
    }

    public void accept(List<UsageEvent> events) throws Exception {
        intake.accept(events).get(30, TimeUnit.SECONDS);
    }

    /** How many events of this path are in the store, once all that was acknowledged is. */
    public long stored() {
        completeness.await();
        return storedNow();
    }

    public long storedNow() {
        return store.query(
                        "SELECT count() FROM usage_event WHERE tenant = '"
                                + scope.tenant()
                                + "' AND environment = '"
                                + scope.environment()
                                + "'")
                .int64();
    }

    /** Up to where everything is stored, as a reading says it. */
    public String completenessText() {
        return Completeness.text(completeness.stored());
    }

    public double count(String meter) {
        return metrics.get(meter).counter().count();
    }

    public UsageReader reader() {
        return new UsageReader(store, completeness);
    }

    /** Readings in memory; a sink tells them of what it stores if it is given them. */
    public LiveUsage live() {
        return new LiveUsage(store, completeness, 1_000, 0);
    }

    /** A sink that tells a listener what it stores. */
    public UsageSink startSink(StoredUsage listener) {
        UsageSink sink = new UsageSink(sinkSettings(), store, new SimpleMeterRegistry(), listener);
        sink.start();
        return sink;
    }

    public Scope scope() {
        return scope;
    }

    public UsageLog log() {
        return log;
    }

    public String group() {
        return group;
    }

    public UsageStore store() {
        return store;
    }

    public SimpleMeterRegistry metrics() {
        return metrics;
    }

    public KafkaUsageIntake intake() {
        return intake;
    }

    public Completeness completeness() {
        return completeness;
    }

    @Override
    public void close() {
        intake.close();
        completeness.close();
        store.close();
    }
}

package io.tallybook.ingestion;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.embedded.LocalStack;
import io.tallybook.ingestion.intake.KafkaUsageIntake;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program that sends usage through the whole path until it is killed, from a given number on, and
 * says up to which number it was acknowledged. An event's timestamp depends on the program's start,
 * so that a repeat has another.
 */
final class UsageInAChild {
    static final String ACKNOWLEDGED = "acknowledged ";
    static final String TOPIC = "usage";
    static final String GROUP = "usage-sink";
    static final int BULK = 200;
    static final Scope SCOPE =
            new Scope(
                    TenantId.of(Ulid.derived(Instant.EPOCH, "tenant")),
                    EnvironmentId.of(Ulid.derived(Instant.EPOCH, "environment")));

    private UsageInAChild() {}

    public static void main(String[] arguments) throws Exception {
        Thread.ofPlatform().daemon().start(UsageInAChild::endWithParent);
        LocalStack stack = LocalStack.start(Path.of(arguments[0]));
        int first = Integer.parseInt(arguments[1]);
        UsageLog log = new UsageLog(stack.kafka().bootstrapServers(), TOPIC);
        stack.kafka().createTopic(TOPIC, 2, UsageLog.topicSettings());
        try (UsageStore store = new UsageStore(UsagePath.address(stack));
                KafkaUsageIntake intake = new KafkaUsageIntake(log, new SimpleMeterRegistry());
                UsageSink sink = sink(log, store)) {
            store.migrate();
            sink.start();
            for (int n = first; ; n += BULK) {
                intake.accept(events(n, first)).get();
                say(ACKNOWLEDGED + (n + BULK));
            }
        }
    }

    static UsageSink sink(UsageLog log, UsageStore store) {
        UsageSink.Settings settings = new UsageSink.Settings(log, GROUP, "one", Clock.systemUTC());
        return new UsageSink(settings, store, new SimpleMeterRegistry());
    }

    private static List<UsageEvent> events(int from, int first) {
        List<UsageEvent> events = new ArrayList<>(BULK);
        for (int n = from; n < from + BULK; n++) {
            Instant at = UsagePath.NOON.plusSeconds(first).plusSeconds(n % 100_000L);
            events.add(
                    new UsageEvent(
                            SCOPE,
                            "n" + n,
                            "call",
                            "customer",
                            at,
                            null,
                            Map.of(),
                            UsagePath.NOON));
        }
        return events;
    }

    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said; only the end matters.
            }
        } catch (IOException e) {
            System.err.println("the parent's end: " + e);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}

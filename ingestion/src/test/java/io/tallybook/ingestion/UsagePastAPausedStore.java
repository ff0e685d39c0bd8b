package io.tallybook.ingestion;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.ingestion.intake.KafkaUsageIntake;
import io.tallybook.ingestion.sink.UsageSink;
import io.tallybook.ingestion.store.StoreAddress;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A program with little memory that takes in more usage than fits into it, while its sink has no
 * store to put it in; then it waits to be told to end.
 */
final class UsagePastAPausedStore {
    static final String READY = "ready";
    static final String TAKEN = "taken";
    static final int BULK = 200;
    static final int NOTE_CHARS = 4_000;

    private UsagePastAPausedStore() {}

    /** The log, the store and how many bulks. */
    public static void main(String[] arguments) throws Exception {
        UsageLog log = new UsageLog(arguments[0], UsageInAChild.TOPIC);
        var address = new StoreAddress(arguments[1], arguments[2], arguments[3], arguments[4]);
        int bulks = Integer.parseInt(arguments[5]);
        try (UsageStore store = new UsageStore(address);
                KafkaUsageIntake intake = new KafkaUsageIntake(log, new SimpleMeterRegistry());
                UsageSink sink = UsageInAChild.sink(log, store)) {
            sink.start();
            say(READY);
            if (System.in.read() < 0) {
                return;
            }
            Random random = new Random(7);
            for (int bulk = 0; bulk < bulks; bulk++) {
                intake.accept(events(bulk, random)).get();
            }
            say(TAKEN);
            while (System.in.read() >= 0) {
                // Goes on storing until nobody listens any more.
            }
        }
    }

    private static List<UsageEvent> events(int bulk, Random random) {
        List<UsageEvent> events = new ArrayList<>(BULK);
        byte[] bytes = new byte[NOTE_CHARS];
        for (int n = 0; n < BULK; n++) {
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (' ' + (bytes[i] & 63));
            }
            events.add(
                    new UsageEvent(
                            UsageInAChild.SCOPE,
                            "p" + bulk + "-" + n,
                            "call",
                            "customer",
                            UsagePath.NOON,
                            null,
                            Map.of("note", new String(bytes, StandardCharsets.US_ASCII)),
                            UsagePath.NOON));
        }
        return events;
    }

    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}

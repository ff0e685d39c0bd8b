package io.tallybook.benchmarks.campaign;

import io.tallybook.benchmarks.load.Catalogue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Usage that comes in without end, as a careful client sends it: what was not acknowledged is sent
 * again until it is.
 */
final class Stream {
    static final int BULK = 200;
    static final int CUSTOMERS = 10;

    /** Who has no answer by then takes it for lost. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

    private static final int SENDERS = 8;
    private static final long AGAIN_AFTER_MS = 200;
    private static final int NOTE_CHARS = 6_000;

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final String url;
    private final String key;
    private final long nanosPerBulk;
    private final List<Thread> senders = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong unadvised = new AtomicLong();
    private final AtomicLong faults = new AtomicLong();
    private volatile boolean stopping;
    private volatile boolean large;

    Stream(String url, String key, int eventsPerSecond) {
        this.url = url;
        this.key = key;
        this.nanosPerBulk = TimeUnit.SECONDS.toNanos(1) * BULK / eventsPerSecond;
    }

    void start() {
        long start = System.nanoTime();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofVirtual().start(() -> send(start)));
        }
    }

    /** Returns when all that was begun is acknowledged. */
    void finish() throws InterruptedException {
        stopping = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** Events that were acknowledged. */
    long acknowledged() {
        return acknowledged.get() * BULK;
    }

    /** From now on each event takes some kilobytes of the log, which cannot be packed. */
    void grow() {
        large = true;
    }

    void shrink() {
        large = false;
    }

    /** Requests that had to be sent again. */
    long again() {
        return again.get();
    }

    /** Answers that said 503. */
    long unavailable() {
        return unavailable.get();
    }

    /** Answers of 503 that did not say when to come again. */
    long unadvised() {
        return unadvised.get();
    }

    /** Answers that were neither success nor 503: there must be none. */
    long faults() {
        return faults.get();
    }

    /** Sends every so many-th bulk once more, with another timestamp; how many events. */
    long repeat(int everyBulk, String timestamp) {
        long sent = 0;
        for (long bulk = 0; bulk < next.get(); bulk += everyBulk) {
            untilAcknowledged(body(bulk, timestamp, 1));
            sent += BULK;
        }
        return sent;
    }

    private void send(long start) {
        while (!stopping) {
            long bulk = next.getAndIncrement();
            long wait = start + bulk * nanosPerBulk - System.nanoTime();
            LockSupport.parkNanos(wait);
            untilAcknowledged(body(bulk, "2025-01-16T03:04:05.678Z", large ? NOTE_CHARS : 1));
            acknowledged.incrementAndGet();
        }
    }

    private void untilAcknowledged(String body) {
        while (!isAcknowledged(body)) {
            again.incrementAndGet();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(AGAIN_AFTER_MS));
        }
    }

    private boolean isAcknowledged(String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/v1/events/bulk"))
                        .timeout(ANSWER_LIMIT)
                        .header("x-api-key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            switch (answer.statusCode()) {
                case 202 -> {
                    return true;
                }
                case 503 -> {
                    unavailable.incrementAndGet();
                    if (answer.headers().firstValue("Retry-After").isEmpty()) {
                        unadvised.incrementAndGet();
                    }
                }
                default -> {
                    faults.incrementAndGet();
                    System.out.println("not expected: " + answer.statusCode() + answer.body());
                }
            }
        } catch (IOException gone) {
            // Nobody answered, or not to the end: whether it was kept is not known.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static String body(long bulk, String timestamp, int noteChars) {
        Random random = new Random(bulk);
        StringBuilder body = new StringBuilder("{\"events\":[");
        for (int i = 0; i < BULK; i++) {
            String event =
                    Catalogue.event(bulk + "-" + i, "customer-" + i % CUSTOMERS, timestamp, 1);
            body.append(i == 0 ? "" : ",")
                    .append(event.replace("\"m\"", '"' + note(random, noteChars) + '"'));
        }
        return body.append("]}").toString();
    }

    private static String note(Random random, int chars) {
        StringBuilder note = new StringBuilder(chars);
        while (note.length() < chars) {
            note.append(Long.toString(random.nextLong() >>> 1, Character.MAX_RADIX));
        }
        return note.substring(0, chars);
    }
}

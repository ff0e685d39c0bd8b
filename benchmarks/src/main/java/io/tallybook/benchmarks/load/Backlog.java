package io.tallybook.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;

/** How many events wait on the log, as the application's metrics say four times a second. */
final class Backlog implements AutoCloseable {
    private static final long LOOK_EVERY_MS = 250;
    private static final String LAG = "usage_sink_lag{";

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest metrics;
    private final Thread looking;
    private volatile long events;

    Backlog(String url) {
        this.metrics = HttpRequest.newBuilder(URI.create(url + "/actuator/prometheus")).build();
        this.looking = Thread.ofVirtual().start(this::look);
    }

    /** Waits until no more than so many wait. */
    void awaitAtMost(long most) throws InterruptedException {
        while (events > most) {
            if (!looking.isAlive()) {
                throw new IllegalStateException("nobody looks any more how many events wait");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS / 5);
        }
    }

    private void look() {
        try {
            while (true) {
                events =
                        http.send(metrics, HttpResponse.BodyHandlers.ofLines())
                                .body()
                                .filter(line -> line.startsWith(LAG))
                                .mapToLong(
                                        line ->
                                                (long)
                                                        Double.parseDouble(
                                                                line.substring(
                                                                        line.lastIndexOf(' '))))
                                .sum();
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        looking.interrupt();
        http.shutdownNow();
    }
}

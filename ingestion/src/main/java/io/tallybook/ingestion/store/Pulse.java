package io.tallybook.ingestion.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Whether the server is there at all: asked beside a question that takes long, as it may, so that
 * nobody waits for one that will never be answered.
 */
final class Pulse implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final HttpRequest ping;

    Pulse(String url) {
        this.ping = HttpRequest.newBuilder(URI.create(url + "/ping")).timeout(LIMIT).build();
    }

    /** Returns after five seconds at the latest. */
    boolean beats() {
        try {
            return http.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException silent) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

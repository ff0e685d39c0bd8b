package io.tallybook.api.auth;

import io.tallybook.core.tenancy.ApiKeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * When each key was last used: noted in memory with every request, written for all keys at once
 * every few seconds. A crash forgets those seconds, which nobody bills by.
 */
public final class LastUse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LastUse.class);

    private static final String WRITE =
            """
            insert into api_key_use as known (api_key_id, used_at)
            select id, used_at::timestamptz from unnest($1::text[], $2::text[]) as seen (id, used_at)
            on conflict (api_key_id) do update set used_at = excluded.used_at
            where known.used_at < excluded.used_at
            """;

    private static final String READ =
            "select api_key_id, used_at from api_key_use where api_key_id = any($1)";

    private final DatabaseClient database;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();
    private final Disposable writing;

    public LastUse(DatabaseClient database, Duration every) {
        this.database = database;
        this.writing =
                Flux.interval(every)
                        .onBackpressureDrop()
                        .concatMap(_ -> write().onErrorComplete())
                        .subscribe();
    }

    void note(String keyId, Instant now) {
        seen.put(keyId, now);
    }

    /** Writes what was noted since the last time. */
    public Mono<Void> write() {
        return Mono.defer(
                () -> {
                    Map<String, Instant> noted = new HashMap<>(seen);
                    if (noted.isEmpty()) {
                        return Mono.empty();
                    }
                    return database.sql(WRITE)
                            .bind(0, noted.keySet().toArray(String[]::new))
                            .bind(
                                    1,
                                    noted.values().stream()
                                            .map(Instant::toString)
                                            .toArray(String[]::new))
                            .fetch()
                            .rowsUpdated()
                            .doOnNext(_ -> noted.forEach(seen::remove))
                            .doOnError(e -> LOG.warn("the last use of keys is written later", e))
                            .then();
                });
    }

    /** When these keys were last used, as far as it is written or noted here. */
    public Mono<Map<String, Instant>> of(Collection<ApiKeyId> keys) {
        String[] ids = keys.stream().map(ApiKeyId::value).toArray(String[]::new);
        return database.sql(READ)
                .bind(0, ids)
                .map(
                        row ->
                                Map.entry(
                                        Objects.requireNonNull(row.get("api_key_id", String.class)),
                                        Objects.requireNonNull(row.get("used_at", Instant.class))))
                .all()
                .collectList()
                .map(
                        written -> {
                            Map<String, Instant> uses = new HashMap<>();
                            written.forEach(use -> uses.put(use.getKey(), use.getValue()));
                            for (String id : ids) {
                                Instant noted = seen.get(id);
                                if (noted != null) {
                                    uses.put(id, noted);
                                }
                            }
                            return uses;
                        });
    }

    @Override
    public void close() {
        writing.dispose();
        write().onErrorComplete().block(Duration.ofSeconds(5));
    }
}

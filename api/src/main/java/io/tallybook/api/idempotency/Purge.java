package io.tallybook.api.idempotency;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Forgets requests that were repeatable: what is older than {@code keep} by the database's clock
 * goes, a part at a time, unless it is held at the moment.
 */
public final class Purge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

    private static final int AT_ONCE = 5_000;

    private static final String DELETE =
            """
            delete from idempotent_request where ctid = any(array(
                select ctid from idempotent_request
                where first_seen < now() - :keep * interval '1 second' and held_until <= now()
                limit :most))
            """;

    private final DatabaseClient database;
    private final Duration keep;
    private final Disposable purging;

    public Purge(DatabaseClient database, Duration keep, Duration every) {
        this.database = database;
        this.keep = keep;
        this.purging =
                Flux.interval(every)
                        .onBackpressureDrop()
                        .concatMap(
                                _ ->
                                        now().doOnError(
                                                        e ->
                                                                LOG.warn(
                                                                        "idempotency keys are"
                                                                                + " purged later",
                                                                        e))
                                                .onErrorComplete())
                        .subscribe();
    }

    /** Purges now; answers how many went. */
    public Mono<Long> now() {
        return database.sql(DELETE)
                .bind("keep", keep.toSeconds())
                .bind("most", AT_ONCE)
                .fetch()
                .rowsUpdated()
                .flatMap(
                        gone ->
                                gone < AT_ONCE
                                        ? Mono.just(gone)
                                        : now().map(further -> gone + further));
    }

    @Override
    public void close() {
        purging.dispose();
    }
}

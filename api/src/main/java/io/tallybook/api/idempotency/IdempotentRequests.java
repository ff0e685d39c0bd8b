package io.tallybook.api.idempotency;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;

/**
 * The table of idempotent requests. A running request holds its row for {@link #LEASE} at a time by
 * the database's clock; a row whose holder is gone, or gave it up, may be claimed by the next, who
 * gets the same seed.
 */
final class IdempotentRequests {

    /** How long a holder that says nothing is taken to be alive. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final String CLAIM =
            """
            insert into idempotent_request as held
                (tenant, environment, key, route, digest, seed, runner, held_until)
            values (:tenant, :environment, :key, :route, :digest, :seed, :runner, now() + :lease * interval '1 second')
            on conflict (tenant, environment, key) do update
                set runner = excluded.runner, held_until = excluded.held_until
                where held.status is null and held.held_until <= now()
                  and held.route = excluded.route and held.digest = excluded.digest
            returning seed, (extract(epoch from first_seen) * 1000)::bigint as first_seen_millis
            """;

    private static final String LOOK =
            """
            select route, digest, status, content_type, body
            from idempotent_request
            where tenant = :tenant and environment = :environment and key = :key
            """;

    private static final String ANSWER =
            """
            update idempotent_request
            set status = :status, content_type = :content_type, body = :body, answered_at = now(), held_until = now()
            where tenant = :tenant and environment = :environment and key = :key
              and runner = :runner and status is null
            """;

    private static final String HOLD =
            """
            update idempotent_request
            set held_until = now() + :lease * interval '1 second'
            where tenant = :tenant and environment = :environment and key = :key
              and runner = :runner and status is null
            """;

    private final DatabaseClient database;

    IdempotentRequests(DatabaseClient database) {
        this.database = database;
    }

    /**
     * Takes the request if nobody holds it; {@code runner} and {@code seed} are fresh and
     * unguessable.
     */
    Mono<Claim> claim(KeyedRequest request, String runner, String seed) {
        return keyed(CLAIM, request)
                .bind("route", request.route())
                .bind("digest", request.digest())
                .bind("seed", seed)
                .bind("runner", runner)
                .bind("lease", LEASE.toSeconds())
                .map(
                        row ->
                                (Claim)
                                        new Claim.Run(
                                                runner,
                                                text(row.get("seed", String.class)),
                                                number(row.get("first_seen_millis", Long.class))))
                .one()
                .switchIfEmpty(Mono.defer(() -> look(request)));
    }

    private Mono<Claim> look(KeyedRequest request) {
        return keyed(LOOK, request)
                .map(
                        row ->
                                found(
                                        request,
                                        text(row.get("route", String.class)),
                                        row.get("digest", String.class),
                                        row.get("status", Integer.class),
                                        row.get("content_type", String.class),
                                        row.get("body", String.class)))
                .one()
                .defaultIfEmpty(new Claim.Busy());
    }

    private static Claim found(
            KeyedRequest request,
            String route,
            @Nullable String digest,
            @Nullable Integer status,
            @Nullable String contentType,
            @Nullable String body) {
        boolean sameRoute = route.equals(request.route());
        if (!sameRoute || !request.digest().equals(digest)) {
            return new Claim.Mismatch(route, sameRoute);
        }
        if (status == null) {
            return new Claim.Busy();
        }
        return new Claim.Answered(status, contentType, body == null ? "" : body);
    }

    /** Keeps the final answer; gives whether the row was still ours. */
    Mono<Boolean> answer(
            KeyedRequest request,
            String runner,
            int status,
            @Nullable String contentType,
            String body) {
        GenericExecuteSpec spec =
                keyed(ANSWER, request)
                        .bind("runner", runner)
                        .bind("status", status)
                        .bind("body", body);
        spec =
                contentType == null
                        ? spec.bindNull("content_type", String.class)
                        : spec.bind("content_type", contentType);
        return spec.fetch().rowsUpdated().map(rows -> rows > 0);
    }

    /** Says that the runner is still alive. */
    Mono<Void> hold(KeyedRequest request, String runner) {
        return held(request, runner, LEASE);
    }

    /** Gives the request up without an answer, so that a retry may run at once. */
    Mono<Void> release(KeyedRequest request, String runner) {
        return held(request, runner, Duration.ZERO);
    }

    private Mono<Void> held(KeyedRequest request, String runner, Duration lease) {
        return keyed(HOLD, request)
                .bind("runner", runner)
                .bind("lease", lease.toSeconds())
                .fetch()
                .rowsUpdated()
                .then();
    }

    private GenericExecuteSpec keyed(String sql, KeyedRequest request) {
        return database.sql(sql)
                .bind("tenant", request.tenant())
                .bind("environment", request.environment())
                .bind("key", request.key());
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("a column that is never null was null");
        }
        return value;
    }

    private static long number(@Nullable Long value) {
        if (value == null) {
            throw new IllegalStateException("a column that is never null was null");
        }
        return value;
    }
}

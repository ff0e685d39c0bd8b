package io.tallybook.api.flexprice.access;

import io.r2dbc.spi.Readable;
import io.tallybook.api.auth.Authentication;
import io.tallybook.api.ids.Ids;
import io.tallybook.core.access.UserId;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The sign-ups that are under way, one for each address. What is cut off leaves its row, and the
 * next attempt goes on with the ids of the first.
 */
final class OpenSignUps {

    /** How long an attempt that says nothing more may be taken to be under way. */
    static final Duration HELD = Duration.ofSeconds(30);

    // One statement: of two attempts that come together, one gets the row.
    private static final String TAKE =
            """
            insert into sign_up as s (email_digest, tenant, user_id, sandbox, live, secret,
                begun_at, held_until)
            values (:email, :tenant, :user, :sandbox, :live, :secret, :now, :until)
            on conflict (email_digest) do update set held_until = excluded.held_until
                where s.held_until <= :now
            returning tenant, user_id, sandbox, live, secret, begun_at
            """;

    private final DatabaseClient database;
    private final Ids ids;

    OpenSignUps(DatabaseClient database, Ids ids) {
        this.database = database;
        this.ids = ids;
    }

    /** Begins one, or goes on with one that was cut off; nothing while another is under way. */
    Mono<SignUp> take(String email, Instant now) {
        String fresh = ApiKeyId.of(ids.next()).value();
        return database.sql(TAKE)
                .bind("email", Authentication.sha256(email))
                .bind("tenant", TenantId.of(ids.next()).value())
                .bind("user", UserId.of(ids.next()).value())
                .bind("sandbox", EnvironmentId.of(ids.next()).value())
                .bind("live", EnvironmentId.of(ids.next()).value())
                .bind("secret", fresh)
                .bind("now", now)
                .bind("until", now.plus(HELD))
                .map(row -> signUp(row, fresh))
                .one()
                .flatMap(
                        who ->
                                who.before() == null
                                        ? Mono.just(who)
                                        : noted(email, who).thenReturn(who));
    }

    /** The key of this attempt: should it be cut off as well, the next one withdraws it. */
    private Mono<Void> noted(String email, SignUp who) {
        return database.sql("update sign_up set secret = :secret where email_digest = :email")
                .bind("email", Authentication.sha256(email))
                .bind("secret", who.key().value())
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static SignUp signUp(Readable row, String fresh) {
        String key = text(row, "secret");
        return new SignUp(
                new TenantId(text(row, "tenant")),
                new UserId(text(row, "user_id")),
                new EnvironmentId(text(row, "sandbox")),
                new EnvironmentId(text(row, "live")),
                new ApiKeyId(fresh),
                key.equals(fresh) ? null : new ApiKeyId(key),
                Objects.requireNonNull(row.get("begun_at", Instant.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }

    /** All of it is there, or none of it will be. */
    Mono<Void> end(String email) {
        return database.sql("delete from sign_up where email_digest = :email")
                .bind("email", Authentication.sha256(email))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** It failed, and may be tried again at once. */
    Mono<Void> release(String email, Instant now) {
        return database.sql("update sign_up set held_until = :now where email_digest = :email")
                .bind("email", Authentication.sha256(email))
                .bind("now", now)
                .fetch()
                .rowsUpdated()
                .then();
    }
}

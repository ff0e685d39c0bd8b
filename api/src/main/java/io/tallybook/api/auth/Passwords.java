package io.tallybook.api.auth;

import io.tallybook.core.access.UserId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The passwords of people: kept as bcrypt hashes, in a table of their own and never in an event,
 * for what is an event is kept for ever. The hash names its algorithm, so that another can follow.
 */
public final class Passwords {

    /** bcrypt reads no more. */
    public static final int BYTES_MAX = 72;

    public static final int LENGTH_MIN = 10;

    private static final int BYTES_MADE = 18;

    private final DatabaseClient database;
    private final Scheduler work;
    private final PasswordEncoder encoder;
    private final SecureRandom random = new SecureRandom();

    /** What a password is compared with where there is none, so that both take as long. */
    private final String ofNobody;

    /**
     * @param work where hashing, which takes a quarter of a second on purpose, holds up nobody
     * @param strength of bcrypt: the logarithm of its rounds
     */
    public Passwords(DatabaseClient database, Scheduler work, int strength) {
        this.database = database;
        this.work = work;
        this.encoder =
                new DelegatingPasswordEncoder(
                        "bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(strength)));
        this.ofNobody = hash(fresh());
    }

    /** Whether it may be somebody's password. */
    public static boolean isFit(String password) {
        return password.length() >= LENGTH_MIN
                && password.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX;
    }

    /** A password that nobody can guess. */
    public String fresh() {
        byte[] chance = new byte[BYTES_MADE];
        random.nextBytes(chance);
        return Base64.getUrlEncoder().encodeToString(chance);
    }

    /** Gives a person a password; false if there is one already. */
    public Mono<Boolean> giveFirst(UserId user, String password) {
        return hashed(password)
                .flatMap(
                        hash ->
                                database.sql(
                                                "insert into user_password (user_id, hash) values"
                                                        + " (:user, :hash) on conflict do nothing")
                                        .bind("user", user.value())
                                        .bind("hash", hash)
                                        .fetch()
                                        .rowsUpdated())
                .map(rows -> rows == 1);
    }

    /** Gives a person another password, and ends every session of before. */
    public Mono<Void> replace(UserId user, String password) {
        return hashed(password)
                .flatMap(
                        hash ->
                                database.sql(
                                                """
                                                insert into user_password as p (user_id, hash)
                                                values (:user, :hash)
                                                on conflict (user_id) do update
                                                set hash = excluded.hash, set_at = now(),
                                                    session = p.session + 1
                                                """)
                                        .bind("user", user.value())
                                        .bind("hash", hash)
                                        .fetch()
                                        .rowsUpdated())
                .then();
    }

    /**
     * Gives a person who knows the password another one, and ends every session of before; false if
     * it is not the password, or is not any more.
     */
    public Mono<Boolean> change(UserId user, String present, String next) {
        return stored(user)
                .filterWhen(kept -> matches(present, kept.hash()))
                .flatMap(
                        kept ->
                                hashed(next)
                                        .flatMap(
                                                hash ->
                                                        database.sql(
                                                                        """
                                                                        update user_password
                                                                        set hash = :hash,
                                                                            set_at = now(),
                                                                            session = session + 1
                                                                        where user_id = :user
                                                                          and hash = :before
                                                                        """)
                                                                .bind("user", user.value())
                                                                .bind("hash", hash)
                                                                .bind("before", kept.hash())
                                                                .fetch()
                                                                .rowsUpdated()))
                .map(rows -> rows == 1)
                .defaultIfEmpty(false);
    }

    /** Ends every session of a person. */
    public Mono<Void> endSessions(UserId user) {
        return database.sql("update user_password set session = session + 1 where user_id = :user")
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Forgets the password of somebody who is gone. */
    public Mono<Void> forget(UserId user) {
        return database.sql("delete from user_password where user_id = :user")
                .bind("user", user.value())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** The number of the present session of whoever has a password; nothing of others. */
    Mono<Long> session(UserId user) {
        return stored(user).map(Kept::session);
    }

    /** The number of the present session, if it is this person's password; nothing otherwise. */
    public Mono<Long> logIn(UserId user, String password) {
        return stored(user)
                .switchIfEmpty(fitsNobody(password).then(Mono.empty()))
                .filterWhen(kept -> matches(password, kept.hash()))
                .map(Kept::session);
    }

    /** Takes as long as {@link #logIn}, and is false. */
    public Mono<Boolean> fitsNobody(String password) {
        return matches(password, ofNobody).thenReturn(false);
    }

    private record Kept(String hash, long session) {}

    private Mono<Kept> stored(UserId user) {
        return database.sql("select hash, session from user_password where user_id = :user")
                .bind("user", user.value())
                .map(
                        row ->
                                new Kept(
                                        Objects.requireNonNull(row.get("hash", String.class)),
                                        Objects.requireNonNull(row.get("session", Long.class))))
                .one();
    }

    private Mono<Boolean> matches(String password, String hash) {
        return Mono.fromSupplier(() -> encoder.matches(password, hash)).subscribeOn(work);
    }

    private Mono<String> hashed(String password) {
        return Mono.fromSupplier(() -> hash(password)).subscribeOn(work);
    }

    private String hash(String password) {
        return Objects.requireNonNull(encoder.encode(password), "hash");
    }
}

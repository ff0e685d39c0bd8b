package io.tallybook.api.auth;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The keys that sign tokens, shared by all instances of this program through a table. The newest
 * signs; one that is older than {@code rotateAfter} is followed by a new one; all that may have
 * signed a token that is still valid verify.
 */
public final class SigningKeys {

    private static final int BYTES = 32;

    /** How long a list of keys may be taken for the present one. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** An unknown key may be a new one of another instance; asking for it must not be dear. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final DatabaseClient database;
    private final Duration rotateAfter;
    private final Duration keepFor;
    private final SecureRandom random = new SecureRandom();
    private volatile Loaded loaded = new Loaded(List.of(), Instant.MIN);

    /**
     * One key.
     *
     * @param secret at least 256 bits
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never printed
    record Key(String id, byte[] secret, Instant madeAt) {
        @Override
        public String toString() {
            return "Key[" + id + "]";
        }
    }

    private record Loaded(List<Key> newestFirst, Instant at) {}

    /**
     * @param tokensLast the longest that a token is valid
     */
    public SigningKeys(DatabaseClient database, Duration rotateAfter, Duration tokensLast) {
        this.database = database;
        this.rotateAfter = rotateAfter;
        this.keepFor = rotateAfter.plus(tokensLast).plus(FRESH);
    }

    /** The key that signs now, made if there is none or if the newest has grown old. */
    Mono<Key> newest(Instant now) {
        return current(now, FRESH)
                .flatMap(
                        keys ->
                                keys.isEmpty()
                                                || !now.isBefore(
                                                        keys.getFirst().madeAt().plus(rotateAfter))
                                        ? made(now)
                                        : Mono.just(keys.getFirst()));
    }

    Mono<Key> find(String id, Instant now) {
        return current(now, FRESH)
                .flatMap(keys -> Mono.justOrEmpty(in(keys, id, now)))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        current(now, AGAIN)
                                                .flatMap(
                                                        keys ->
                                                                Mono.justOrEmpty(
                                                                        in(keys, id, now)))));
    }

    private java.util.Optional<Key> in(List<Key> keys, String id, Instant now) {
        return keys.stream()
                .filter(key -> key.id().equals(id) && now.isBefore(key.madeAt().plus(keepFor)))
                .findFirst();
    }

    private Mono<List<Key>> current(Instant now, Duration fresh) {
        Loaded known = loaded;
        return !known.at().equals(Instant.MIN) && now.isBefore(known.at().plus(fresh))
                ? Mono.just(known.newestFirst())
                : load(now);
    }

    private Mono<List<Key>> load(Instant now) {
        return database.sql(
                        "select id, secret, made_at from token_signing_key order by made_at desc,"
                                + " id")
                .map(
                        row ->
                                new Key(
                                        Objects.requireNonNull(row.get("id", String.class)),
                                        Base64.getDecoder()
                                                .decode(
                                                        Objects.requireNonNull(
                                                                row.get("secret", String.class))),
                                        Objects.requireNonNull(row.get("made_at", Instant.class))))
                .all()
                .collectList()
                .doOnNext(keys -> loaded = new Loaded(keys, now));
    }

    private Mono<Key> made(Instant now) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        byte[] name = new byte[9];
        random.nextBytes(name);
        Key key = new Key(Base64.getUrlEncoder().encodeToString(name), secret, now);
        return database.sql(
                        "insert into token_signing_key (id, secret, made_at) values (:id, :secret,"
                                + " :made_at)")
                .bind("id", key.id())
                .bind("secret", Base64.getEncoder().encodeToString(secret))
                .bind("made_at", now)
                .fetch()
                .rowsUpdated()
                .then(
                        database.sql("delete from token_signing_key where made_at < :before")
                                .bind("before", now.minus(keepFor))
                                .fetch()
                                .rowsUpdated())
                .then(load(now))
                .thenReturn(key);
    }
}

package io.tallybook.api.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.tallybook.core.access.UserId;
import io.tallybook.core.tenancy.TenantId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The tokens by which people who logged in are known: JWTs signed by HMAC-SHA-256, which name the
 * person and the tenant and nothing of what they may do, for that is asked anew.
 */
public final class Tokens {

    private static final String ISSUER = "tallybook";
    private static final String TENANT = "tenant_id";
    private static final String SESSION = "session";

    private final SigningKeys keys;
    private final Duration validFor;
    private final InstantSource clock;

    public Tokens(SigningKeys keys, Duration validFor, InstantSource clock) {
        this.keys = keys;
        this.validFor = validFor;
        this.clock = clock;
    }

    /**
     * Whom a token names.
     *
     * @param session the number of the session; a token of another than the present one is refused
     */
    public record Person(TenantId tenant, UserId user, long session) {}

    /** A token on its way to its owner. */
    public record Issued(String text, Instant expiresAt) {}

    /** Whether a credential has the shape of a token, which no key has. */
    static boolean isOne(String credential) {
        return credential.chars().filter(c -> c == '.').count() == 2;
    }

    public Mono<Issued> issue(Person person) {
        Instant now = clock.instant();
        Instant until = now.plus(validFor);
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .subject(person.user().value())
                        .claim(TENANT, person.tenant().value())
                        .claim(SESSION, person.session())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(until))
                        .build();
        return keys.newest(now)
                .map(
                        key -> {
                            SignedJWT token =
                                    new SignedJWT(
                                            new JWSHeader.Builder(JWSAlgorithm.HS256)
                                                    .keyID(key.id())
                                                    .build(),
                                            claims);
                            try {
                                token.sign(new MACSigner(key.secret()));
                            } catch (JOSEException e) {
                                throw new IllegalStateException("a token cannot be signed", e);
                            }
                            return new Issued(token.serialize(), until);
                        });
    }

    /** Whom it names; nothing if it is not ours, was changed, or has expired. */
    public Mono<Person> read(String text) {
        SignedJWT token;
        try {
            token = SignedJWT.parse(text);
        } catch (ParseException e) {
            return Mono.empty();
        }
        String id = token.getHeader().getKeyID();
        if (id == null || !JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())) {
            return Mono.empty();
        }
        return keys.find(id, clock.instant())
                .flatMap(key -> Mono.justOrEmpty(verified(token, key)));
    }

    private Optional<Person> verified(SignedJWT token, SigningKeys.Key key) {
        try {
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            if (!token.verify(new MACVerifier(key.secret()))
                    || !ISSUER.equals(claims.getIssuer())
                    || expires == null
                    || !clock.instant().isBefore(expires.toInstant())) {
                return Optional.empty();
            }
            return person(
                    claims.getSubject(),
                    claims.getStringClaim(TENANT),
                    claims.getLongClaim(SESSION));
        } catch (JOSEException | ParseException e) {
            return Optional.empty();
        }
    }

    // Tokens of before there were sessions are of the first.
    private static Optional<Person> person(
            @Nullable String user, @Nullable String tenant, @Nullable Long session) {
        return user == null || tenant == null
                ? Optional.empty()
                : Optional.of(
                        new Person(
                                new TenantId(tenant),
                                new UserId(user),
                                session == null ? 0 : session));
    }
}

package io.tallybook.api.auth;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentId;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Establishes the caller of everything under {@code /v1}, and whether it may, before anything is
 * said about routes or bodies: by {@code x-api-key} or {@code Authorization: Bearer} with a key or
 * the token of a person. Keys are known by their SHA-256 alone.
 *
 * <pre>
 *  who (401) → not too often (429) → which environment (403) → may it (403) → the route
 * </pre>
 */
public final class Authentication implements WebFilter, Ordered {

    public static final String API_KEY = "x-api-key";

    /** By which a person chooses an environment; a key is pinned to one and ignores it. */
    public static final String ENVIRONMENT = "X-Environment-ID";

    private static final String BEARER = "bearer ";

    private static final int LONGEST_CREDENTIAL = 4_096;

    /** What anybody may ask without a key in a minute, from one address. */
    private static final int OF_ADDRESS_PER_MINUTE = 120;

    private final KeyRing keys;
    private final Tokens tokens;
    private final RateLimits limits;
    private final LastUse lastUse;
    private final InstantSource clock;

    public Authentication(
            KeyRing keys, Tokens tokens, RateLimits limits, LastUse lastUse, InstantSource clock) {
        this.keys = keys;
        this.tokens = tokens;
        this.limits = limits;
        this.lastUse = lastUse;
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        String path = request.getPath().pathWithinApplication().value();
        if (!path.equals("/v1") && !path.startsWith("/v1/")) {
            return chain.filter(exchange);
        }
        AccessRule rule = AccessRules.of(request.getMethod(), path);
        if (rule instanceof AccessRule.Anybody) {
            return Mono.defer(
                    () -> {
                        limits.count(
                                "address " + address(request),
                                OF_ADDRESS_PER_MINUTE,
                                exchange.getResponse().getHeaders());
                        return chain.filter(exchange);
                    });
        }
        return Mono.defer(() -> caller(request.getHeaders(), AccessRules.isOfTenant(path)))
                .flatMap(
                        caller -> {
                            admit(caller, rule, exchange);
                            caller.mark(exchange);
                            return chain.filter(exchange);
                        });
    }

    private void admit(Caller caller, AccessRule rule, ServerWebExchange exchange) {
        Instant now = clock.instant();
        Instant expires = caller.rights().expiresAt();
        if (expires != null && !now.isBefore(expires)) {
            throw unauthorized("Invalid API key: it expired at " + expires);
        }
        limits.count(
                caller.actor(),
                caller.rights().requestsPerMinute(),
                exchange.getResponse().getHeaders());
        if (caller.actor().startsWith(ApiKeyId.PREFIX)) {
            lastUse.note(caller.actor(), now);
        }
        check(caller.rights(), rule);
    }

    private static void check(Rights rights, AccessRule rule) {
        switch (rule) {
            case AccessRule.Anybody() -> {}
            case AccessRule.Known() -> {}
            case AccessRule.Needs(var permission) -> {
                if (!rights.permissions().contains(permission)) {
                    throw denied(permission + " is needed");
                }
            }
            case AccessRule.PersonInCharge(var permission) -> {
                if (!rights.administersInPerson()) {
                    throw denied(permission + " is needed, of a person who is super_admin");
                }
            }
            case AccessRule.Undeclared() -> {
                if (!rights.administersInPerson()) {
                    throw denied("nothing of this name is open to others than super_admin");
                }
            }
        }
    }

    private Mono<Caller> caller(HttpHeaders headers, boolean ofTenant) {
        String key = headers.getFirst(API_KEY);
        if (key != null && !key.isBlank()) {
            return ofKey(usable(key));
        }
        String bearer = usable(bearer(headers.getFirst(HttpHeaders.AUTHORIZATION)));
        return Tokens.isOne(bearer)
                ? ofToken(bearer, headers.getFirst(ENVIRONMENT), ofTenant)
                : ofKey(bearer);
    }

    private Mono<Caller> ofKey(String key) {
        return keys.find(sha256(key))
                .switchIfEmpty(Mono.error(() -> unauthorized("Invalid API key")));
    }

    private Mono<Caller> ofToken(String token, @Nullable String environment, boolean ofTenant) {
        return tokens.read(token)
                .switchIfEmpty(Mono.error(() -> unauthorized("Invalid token")))
                .flatMap(
                        person -> {
                            EnvironmentId chosen = environment(environment, ofTenant);
                            return keys.find(person, chosen)
                                    .switchIfEmpty(
                                            chosen == null
                                                    ? Mono.error(
                                                            () -> unauthorized("Invalid token"))
                                                    : knownElsewhere(person));
                        });
    }

    /** Tells a person who is gone from an environment that is not theirs. */
    private Mono<Caller> knownElsewhere(Tokens.Person person) {
        return keys.find(person, null)
                .switchIfEmpty(Mono.error(() -> unauthorized("Invalid token")))
                .flatMap(_ -> Mono.error(Authentication::noEnvironment));
    }

    private static @Nullable EnvironmentId environment(@Nullable String text, boolean ofTenant) {
        if (text == null || text.isBlank()) {
            if (ofTenant) {
                return null;
            }
            throw noEnvironment();
        }
        try {
            return new EnvironmentId(text.strip());
        } catch (IllegalArgumentException e) {
            throw noEnvironment();
        }
    }

    private static String usable(String credential) {
        if (credential.length() > LONGEST_CREDENTIAL) {
            throw unauthorized("Invalid API key");
        }
        return credential.strip();
    }

    private static String bearer(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw unauthorized(
                    "Unauthorized: send the API key as x-api-key, or as Authorization: Bearer");
        }
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw unauthorized(
                    "Invalid authorization header format: expected Bearer and the API key");
        }
        return header.substring(BEARER.length());
    }

    private static String address(ServerHttpRequest request) {
        InetSocketAddress remote = request.getRemoteAddress();
        return remote == null ? "unknown" : remote.getHostString();
    }

    private static RuntimeException unauthorized(String message) {
        return Problem.of(ProblemCode.UNAUTHORIZED, message).asException();
    }

    private static RuntimeException denied(String why) {
        return Problem.of(ProblemCode.PERMISSION_DENIED, "insufficient permissions: " + why)
                .asException();
    }

    private static RuntimeException noEnvironment() {
        return Problem.of(
                        ProblemCode.PERMISSION_DENIED,
                        "Access denied: Invalid or inaccessible environment; choose one of your"
                                + " tenant's by the header "
                                + ENVIRONMENT,
                        Map.of("header", ENVIRONMENT))
                .asException();
    }

    /** The digest under which a key is known, in lower-case hexadecimal. */
    public static String sha256(String key) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 20;
    }
}

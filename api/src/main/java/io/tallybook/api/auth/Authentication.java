package io.tallybook.api.auth;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Establishes the caller of everything under {@code /v1}, before anything is said about routes or
 * bodies: by {@code x-api-key} or {@code Authorization: Bearer}. Keys are known by their SHA-256
 * alone.
 */
public final class Authentication implements WebFilter, Ordered {

    public static final String API_KEY = "x-api-key";

    private static final String BEARER = "bearer ";

    private static final int LONGEST_KEY = 512;

    private final KeyRing keys;

    public Authentication(KeyRing keys) {
        this.keys = keys;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!path.equals("/v1") && !path.startsWith("/v1/")) {
            return chain.filter(exchange);
        }
        return Mono.defer(() -> keys.find(sha256(key(exchange.getRequest().getHeaders()))))
                .switchIfEmpty(Mono.error(() -> unauthorized("Invalid API key")))
                .flatMap(
                        caller -> {
                            caller.mark(exchange);
                            return chain.filter(exchange);
                        });
    }

    private static String key(HttpHeaders headers) {
        String key = headers.getFirst(API_KEY);
        if (key == null || key.isBlank()) {
            key = bearer(headers.getFirst(HttpHeaders.AUTHORIZATION));
        }
        if (key.length() > LONGEST_KEY) {
            throw unauthorized("Invalid API key");
        }
        return key.strip();
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

    private static RuntimeException unauthorized(String message) {
        return Problem.of(ProblemCode.UNAUTHORIZED, message).asException();
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

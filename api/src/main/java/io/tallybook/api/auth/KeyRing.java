package io.tallybook.api.auth;

import reactor.core.publisher.Mono;

/** Finds the caller that a key belongs to. */
@FunctionalInterface
public interface KeyRing {

    /**
     * Gives nothing for a key that is unknown or withdrawn. {@code sha256} is in lower-case
     * hexadecimal.
     */
    Mono<Caller> find(String sha256);
}

package io.tallybook.api.auth;

import io.tallybook.core.tenancy.EnvironmentId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Finds the caller that a key or a token belongs to. */
public interface KeyRing {

    /**
     * Gives nothing for a key that is unknown or withdrawn. {@code sha256} is in lower-case
     * hexadecimal.
     */
    Mono<Caller> find(String sha256);

    /**
     * Gives nothing for a person who is unknown or deleted or whose session has ended, and for an
     * environment that is not of the tenant.
     *
     * @param environment absent for what belongs to the tenant and to no environment
     */
    Mono<Caller> find(Tokens.Person person, @Nullable EnvironmentId environment);
}

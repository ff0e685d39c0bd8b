package io.tallybook.api.auth;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.EntityId;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenancyQuery;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks the read side who is calling. */
public final class KeyQuery implements KeyRing {

    private final Dispatch dispatch;
    private final Passwords passwords;

    public KeyQuery(Dispatch dispatch, Passwords passwords) {
        this.dispatch = dispatch;
        this.passwords = passwords;
    }

    @Override
    public Mono<Caller> find(String sha256) {
        return dispatch.find(new TenancyQuery.ByApiKey(sha256), TenancyQuery.Principal.class)
                .map(KeyQuery::caller);
    }

    @Override
    public Mono<Caller> find(Tokens.Person person, @Nullable EnvironmentId environment) {
        return passwords
                .session(person.user())
                .filter(session -> session == person.session())
                .flatMap(
                        _ ->
                                dispatch.find(
                                        new TenancyQuery.ByUser(
                                                person.tenant(), person.user(), environment),
                                        TenancyQuery.Principal.class))
                .map(KeyQuery::caller);
    }

    private static Caller caller(TenancyQuery.Principal p) {
        EntityId actor = p.apiKeyId() == null ? p.userId() : p.apiKeyId();
        if (actor == null) {
            throw new IllegalStateException("a principal is a key or a user: " + p);
        }
        return new Caller(
                p.scope(),
                p.mode(),
                actor.value(),
                new Rights(
                        p.userId(),
                        p.type(),
                        p.roles(),
                        p.permissions(),
                        p.expiresAt(),
                        p.requestsPerMinute()));
    }
}

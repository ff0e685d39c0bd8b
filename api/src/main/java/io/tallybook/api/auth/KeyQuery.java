package io.tallybook.api.auth;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.tenancy.TenancyQuery;
import reactor.core.publisher.Mono;

/** Asks the read side whose key it is. */
public final class KeyQuery implements KeyRing {

    private final Dispatch dispatch;

    public KeyQuery(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @Override
    public Mono<Caller> find(String sha256) {
        return dispatch.find(new TenancyQuery.ByApiKey(sha256), TenancyQuery.Principal.class)
                .map(p -> new Caller(p.scope(), p.mode(), p.apiKeyId().value()));
    }
}

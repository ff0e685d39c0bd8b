package io.tallybook.api.flexprice.environment;

import io.tallybook.api.auth.NewKey;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Makes further environments of the caller's tenant. */
@RestController
@RequestMapping("/v1/environments")
public final class Environments {
    private static final int NAME_LENGTH_MAX = 255;
    private static final Choice<EnvironmentMode> TYPE =
            Choice.of(
                    Map.of(
                            "development",
                            EnvironmentMode.SANDBOX,
                            "production",
                            EnvironmentMode.LIVE));

    private final Dispatch dispatch;
    private final Ids ids;
    private final SecureRandom random = new SecureRandom();

    public Environments(Dispatch dispatch, Ids ids) {
        this.dispatch = dispatch;
        this.ids = ids;
    }

    /**
     * Answers with the environment and, beyond the contract, the first key to it: shown this once.
     * A sandbox's clock begins where the caller's stands.
     */
    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        String name = body.required("name").text(NAME_LENGTH_MAX);
        EnvironmentMode mode = body.required("type").choice(TYPE);
        body.check();
        Scope scope = new Scope(call.scope().tenant(), EnvironmentId.of(call.ids().next()));
        // Not one of the request's own ids: a retry after a crash makes another key, since nobody
        // has seen the first.
        ApiKeyId keyId = ApiKeyId.of(ids.next());
        NewKey key = NewKey.of(mode, random);
        return dispatch.now(call)
                .flatMap(
                        now ->
                                dispatch.send(
                                                call,
                                                ViewKind.ENVIRONMENT,
                                                new EnvironmentCommand.Create(
                                                        scope.environment(),
                                                        scope,
                                                        now,
                                                        name,
                                                        mode))
                                        .then(
                                                dispatch.send(
                                                        call,
                                                        ViewKind.API_KEY,
                                                        new ApiKeyCommand.Issue(
                                                                keyId,
                                                                scope,
                                                                now,
                                                                name,
                                                                key.sha256(),
                                                                key.hint())))
                                        .thenReturn(now))
                .map(
                        now ->
                                Answer.created(
                                        json(scope, name, mode, now)
                                                .put("api_key", key.text())
                                                .node()));
    }

    private static Json json(Scope scope, String name, EnvironmentMode mode, Instant now) {
        return Json.object()
                .put("id", scope.environment())
                .put("name", name)
                .put("type", mode == EnvironmentMode.SANDBOX ? "development" : "production")
                .put("created_at", now)
                .put("updated_at", now);
    }
}

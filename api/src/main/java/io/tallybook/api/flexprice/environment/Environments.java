package io.tallybook.api.flexprice.environment;

import io.tallybook.api.auth.NewKey;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.access.TenantLimits;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.TenancyQuery;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of the environments of the caller's tenant. */
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
    private final TenantLimits limits;
    private final SecureRandom random = new SecureRandom();

    public Environments(Dispatch dispatch, Ids ids) {
        this.dispatch = dispatch;
        this.ids = ids;
        this.limits = new TenantLimits(dispatch);
    }

    /** All of the tenant, the oldest first. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        int limit = params.optional("limit").integer(1, 1_000, 50);
        int offset = params.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        params.check();
        return dispatch.ask(
                        new TenancyQuery.EnvironmentsOf(call.scope().tenant()),
                        TenancyQuery.Environments.class)
                .map(
                        all -> {
                            List<EnvironmentView> page =
                                    all.items().stream().skip(offset).limit(limit).toList();
                            int total = all.items().size();
                            ObjectNode body =
                                    PageJson.of(page, total, limit, offset, EnvironmentJson::of);
                            // The server that is imitated says it so.
                            body.set("environments", Json.list(page, EnvironmentJson::of));
                            body.put("total", total).put("limit", limit).put("offset", offset);
                            return Answer.ok(body);
                        });
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return find(call, id).map(view -> Answer.ok(EnvironmentJson.of(view)));
    }

    /** Another name; what it is, live or sandbox, stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return find(call, id)
                .flatMap(
                        before -> {
                            String name = body.optional("name").text(NAME_LENGTH_MAX);
                            EnvironmentMode mode = body.optional("type").choice(TYPE);
                            if (mode != null && mode != before.mode()) {
                                body.complain("type", "the one it has", "another one");
                            }
                            body.check();
                            return name == null
                                    ? Mono.empty()
                                    : dispatch.send(
                                            call,
                                            ViewKind.ENVIRONMENT,
                                            new EnvironmentCommand.Rename(
                                                    before.id(),
                                                    before.scope(),
                                                    dispatch.machineNow(call),
                                                    name));
                        })
                .then(Mono.defer(() -> find(call, id)))
                .map(view -> Answer.ok(EnvironmentJson.of(view)));
    }

    private Mono<EnvironmentView> find(Call call, String id) {
        EnvironmentId environment = Named.id("environment", id, EnvironmentId::new);
        return dispatch.find(
                        new TenancyQuery.EnvironmentOf(
                                new Scope(call.scope().tenant(), environment)),
                        EnvironmentView.class)
                .switchIfEmpty(Named.missing("environment", id));
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
        return limits.oneMoreEnvironment(call, mode)
                .then(Mono.defer(() -> begin(call)))
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
                                                                dispatch.machineNow(call),
                                                                name,
                                                                key.sha256(),
                                                                key.hint(),
                                                                new KeyTerms(
                                                                        "private_key",
                                                                        call.caller()
                                                                                .rights()
                                                                                .userId(),
                                                                        null,
                                                                        null))))
                                        .thenReturn(now))
                .map(
                        now ->
                                Answer.shownOnce(
                                        Answer.created(
                                                json(scope, name, mode, now)
                                                        .put("api_key", key.text())
                                                        .node()),
                                        "api_key"));
    }

    /** A person who chose no environment begins a sandbox where the machine's clock stands. */
    private Mono<Instant> begin(Call call) {
        return call.scope().equals(call.caller().tenantScope())
                ? Mono.fromSupplier(() -> dispatch.machineNow(call))
                : dispatch.now(call);
    }

    private static Json json(Scope scope, String name, EnvironmentMode mode, Instant now) {
        return Json.object()
                .put("id", scope.environment())
                .put("name", name)
                .put("type", mode == EnvironmentMode.SANDBOX ? "development" : "production")
                .put("tenant_id", scope.tenant())
                .put("environment_id", scope.environment())
                .put("status", "published")
                .put("created_at", now)
                .put("updated_at", now);
    }
}

package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.LastUse;
import io.tallybook.api.auth.NewKey;
import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.TenancyQuery;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of API keys of the caller's environment. */
@RestController
@RequestMapping("/v1/secrets/api/keys")
public final class Secrets {
    private static final Choice<String> TYPE = Choice.words("private_key", "publishable_key");
    private static final int LIMIT_MAX = 100_000_000;

    /** How long an old key works beside the new one unless something else is asked for. */
    private static final int OVERLAP_SECONDS = 24 * 60 * 60;

    private static final int OVERLAP_SECONDS_MAX = 30 * OVERLAP_SECONDS;

    private final Dispatch dispatch;
    private final LastUse lastUse;
    private final RememberedKeys remembered;
    private final Ids ids;
    private final SecureRandom random = new SecureRandom();

    public Secrets(Dispatch dispatch, LastUse lastUse, RememberedKeys remembered, Ids ids) {
        this.dispatch = dispatch;
        this.lastUse = lastUse;
        this.remembered = remembered;
        this.ids = ids;
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        ListRequest request =
                ListRequest.of(params, new Searchable().text("name", "name"), new Criteria(params));
        return dispatch.ask(
                        new TenancyQuery.SearchKeys(call.scope(), request.spec()),
                        TenancyQuery.Keys.class)
                .flatMap(keys -> page(call, request, keys))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> page(Call call, ListRequest request, TenancyQuery.Keys keys) {
        return Mono.zip(
                        users(call, keys.items()),
                        lastUse.of(keys.items().stream().map(ApiKeyView::id).toList()))
                .map(
                        both ->
                                PageJson.of(
                                        request,
                                        keys.items(),
                                        keys.total(),
                                        key ->
                                                SecretJson.of(
                                                        key,
                                                        user(both.getT1(), key),
                                                        both.getT2().get(key.id().value()))));
    }

    private static @Nullable UserView user(Map<UserId, UserView> users, ApiKeyView key) {
        UserId id = key.terms().userId();
        return id == null ? null : users.get(id);
    }

    private Mono<Map<UserId, UserView>> users(Call call, List<ApiKeyView> keys) {
        List<String> wanted =
                keys.stream()
                        .map(key -> key.terms().userId())
                        .filter(Objects::nonNull)
                        .map(UserId::value)
                        .distinct()
                        .toList();
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.IN, wanted)), List.of(), 1_000, 0);
        return wanted.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new AccessQuery.SearchUsers(
                                        call.caller().tenantScope(), List.of(), spec),
                                AccessQuery.Users.class)
                        .map(
                                found ->
                                        found.items().stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                UserView::id, user -> user)));
    }

    /** Answers with the key: shown this once, and kept nowhere. */
    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        String name = body.required("name").text(255);
        String type = body.required("type").choice(TYPE);
        String account = body.optional("service_account_id").text(64);
        Instant expiresAt = expiry(call, body);
        Integer perMinute = perMinute(body);
        body.check();
        return owner(call, account)
                .flatMap(
                        user ->
                                issued(
                                        call,
                                        name,
                                        new KeyTerms(
                                                type, user.orElse(null), expiresAt, perMinute)))
                .map(made -> Answer.shownOnce(Answer.created(made), "api_key"));
    }

    private @Nullable Instant expiry(Call call, Body body) {
        Instant expiresAt = body.optional("expires_at").instant();
        if (expiresAt != null && !expiresAt.isAfter(dispatch.machineNow(call))) {
            body.complain("expires_at", "a time that is still to come", expiresAt.toString());
        }
        return expiresAt;
    }

    private static @Nullable Integer perMinute(Body body) {
        Long number = body.optional("requests_per_minute").integer(1, LIMIT_MAX);
        return number == null ? null : number.intValue();
    }

    /** Whose the new key is: a service account's, or whoever makes it. */
    private Mono<Optional<UserId>> owner(Call call, @Nullable String account) {
        if (account == null || account.isEmpty()) {
            UserId self = call.caller().rights().userId();
            return Mono.just(self == null ? Optional.empty() : Optional.of(self));
        }
        UserId id = Named.id("service account", account, UserId::new);
        return dispatch.find(
                        new TenancyQuery.ByUser(call.scope().tenant(), id, null),
                        TenancyQuery.Principal.class)
                .filter(user -> user.type() == UserType.SERVICE_ACCOUNT)
                .switchIfEmpty(Named.missing("service account", account))
                .doOnNext(user -> call.caller().mustHave(user.permissions()))
                .thenReturn(Optional.of(id));
    }

    private Mono<ObjectNode> issued(Call call, String name, KeyTerms terms) {
        NewKey key = NewKey.of(call.caller().mode(), random);
        // Not one of the request's own ids: a retry after a crash makes another key, since nobody
        // has seen the first.
        ApiKeyId id = ApiKeyId.of(ids.next());
        return dispatch.send(
                        call,
                        ViewKind.API_KEY,
                        new ApiKeyCommand.Issue(
                                id,
                                call.scope(),
                                dispatch.machineNow(call),
                                name,
                                key.sha256(),
                                key.hint(),
                                terms))
                .then(Mono.defer(() -> shown(call, id)))
                .map(
                        secret ->
                                Json.object()
                                        .put("api_key", key.text())
                                        .set("secret", secret)
                                        .node());
    }

    /** Another name it cannot have; until when it works and how often, it can. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return find(call, id)
                .flatMap(
                        key -> {
                            KeyTerms before = key.terms();
                            Instant expiresAt = expiry(call, body);
                            Integer perMinute = perMinute(body);
                            body.check();
                            return setTerms(
                                    call,
                                    key,
                                    new KeyTerms(
                                            before.type(),
                                            before.userId(),
                                            expiresAt == null ? before.expiresAt() : expiresAt,
                                            perMinute == null
                                                    ? before.requestsPerMinute()
                                                    : perMinute));
                        })
                .then(Mono.defer(() -> shown(call, new ApiKeyId(id))))
                .map(Answer::ok);
    }

    /**
     * Makes a key with the same terms, and lets the old one work for {@code overlap_seconds} more:
     * long enough to bring the new one to where it is used.
     */
    @PostMapping("/{id}/rotate")
    Mono<ResponseEntity<byte[]>> rotate(Call call, @PathVariable("id") String id, Body body) {
        int overlap =
                body.optional("overlap_seconds").integer(0, OVERLAP_SECONDS_MAX, OVERLAP_SECONDS);
        body.check();
        return find(call, id)
                .flatMap(
                        old -> {
                            KeyTerms terms = old.terms();
                            Instant end = dispatch.machineNow(call).plusSeconds(overlap);
                            Instant until = terms.expiresAt();
                            KeyTerms ending =
                                    new KeyTerms(
                                            terms.type(),
                                            terms.userId(),
                                            until != null && until.isBefore(end) ? until : end,
                                            terms.requestsPerMinute());
                            KeyTerms fresh =
                                    new KeyTerms(
                                            terms.type(),
                                            terms.userId(),
                                            null,
                                            terms.requestsPerMinute());
                            // The new one first: never is there a moment without a key.
                            return may(call, old)
                                    .then(Mono.defer(() -> issued(call, old.name(), fresh)))
                                    .flatMap(made -> setTerms(call, old, ending).thenReturn(made));
                        })
                .map(made -> Answer.shownOnce(Answer.created(made), "api_key"));
    }

    private Mono<Void> may(Call call, ApiKeyView key) {
        UserId user = key.terms().userId();
        if (user == null) {
            return Mono.fromRunnable(
                    () ->
                            call.caller()
                                    .mustHave(
                                            io.tallybook.core.access.BuiltInRole.SUPER_ADMIN
                                                    .permissions()));
        }
        return dispatch.find(
                        new TenancyQuery.ByUser(call.scope().tenant(), user, null),
                        TenancyQuery.Principal.class)
                .switchIfEmpty(Named.missing("user", user))
                .doOnNext(owner -> call.caller().mustHave(owner.permissions()))
                .then();
    }

    /** From now on it opens nothing here; in other instances within a second. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return find(call, id)
                .flatMap(
                        key ->
                                dispatch.send(
                                        call,
                                        ViewKind.API_KEY,
                                        new ApiKeyCommand.Revoke(
                                                key.id(), call.scope(), dispatch.machineNow(call))))
                .doOnTerminate(remembered::forget)
                .thenReturn(ResponseEntity.status(HttpStatus.NO_CONTENT).build());
    }

    private Mono<Receipt> setTerms(Call call, ApiKeyView key, KeyTerms terms) {
        return dispatch.send(
                        call,
                        ViewKind.API_KEY,
                        new ApiKeyCommand.SetTerms(
                                key.id(), call.scope(), dispatch.machineNow(call), terms))
                .doOnTerminate(remembered::forget);
    }

    private Mono<ApiKeyView> find(Call call, String id) {
        ApiKeyId key = Named.id("API key", id, ApiKeyId::new);
        return dispatch.find(new TenancyQuery.KeyById(call.scope(), key), ApiKeyView.class)
                .filter(view -> view.stamp().status() == EntityStatus.PUBLISHED)
                .switchIfEmpty(Named.missing("API key", id));
    }

    private Mono<ObjectNode> shown(Call call, ApiKeyId id) {
        return find(call, id.value())
                .flatMap(
                        key ->
                                Mono.zip(users(call, List.of(key)), lastUse.of(List.of(id)))
                                        .map(
                                                both ->
                                                        SecretJson.of(
                                                                key,
                                                                user(both.getT1(), key),
                                                                both.getT2().get(id.value()))));
    }
}

package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.NewKey;
import io.tallybook.api.auth.Passwords;
import io.tallybook.api.auth.RateLimits;
import io.tallybook.api.auth.Tokens;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.problem.RequestId;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Command;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.ApiKeyView;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Signing up, which makes a tenant, its sandbox and its live environment, its first user, and a key
 * of the sandbox.
 *
 * <pre>
 *  ids are drawn and kept ─► user ─► tenant ─► live ─► sandbox ─► password ─► key ─► ids are forgotten
 *                            │ taken: nothing of it happens
 *                            cut off anywhere: the next attempt goes on with the same ids
 * </pre>
 *
 * <p>The user comes first: whoever loses the race for an address leaves nothing behind. Until the
 * password is there, nobody can log in to half a tenant; from then on only who knows it goes on.
 */
@RestController
@RequestMapping("/v1/auth/signup")
public final class SignUps {
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Passwords passwords;
    private final Tokens tokens;
    private final RateLimits limits;
    private final OpenSignUps open;
    private final SignUpPolicy policy;
    private final SecureRandom random = new SecureRandom();

    /** Whether strangers may sign up. */
    public enum SignUpPolicy {
        OPEN,
        CLOSED
    }

    public SignUps(
            Dispatch dispatch,
            Passwords passwords,
            Tokens tokens,
            RateLimits limits,
            Ids ids,
            DatabaseClient database,
            SignUpPolicy policy) {
        this.dispatch = dispatch;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.open = new OpenSignUps(database, ids);
        this.policy = policy;
    }

    /** What somebody who signs up says of themselves. */
    private record Words(String email, String password, @Nullable String name, String tenantName) {}

    @PostMapping
    Mono<ResponseEntity<byte[]>> signUp(ServerWebExchange exchange, Body body) {
        String email = Accounts.email(body);
        String password = Accounts.newPassword(body, "password");
        String name = body.optional("name").text(SHORT);
        String tenantName = body.optional("tenant_name").text(SHORT);
        body.check();
        if (policy == SignUpPolicy.CLOSED) {
            return Mono.error(SignUps::closed);
        }
        var words =
                new Words(
                        email,
                        password,
                        name,
                        // Never the address: a tenant's name is not sealed.
                        tenantName == null || tenantName.isBlank()
                                ? email.substring(email.indexOf('@') + 1)
                                : tenantName);
        String request = RequestId.of(exchange);
        return Mono.defer(() -> open.take(email, dispatch.machineNow()))
                .switchIfEmpty(Mono.error(SignUps::underWay))
                .flatMap(
                        who ->
                                made(who, words, request)
                                        .onErrorResume(e -> givenUp(email).then(Mono.error(e))));
    }

    private Mono<ResponseEntity<byte[]>> made(SignUp who, Words words, String request) {
        NewKey key = NewKey.of(EnvironmentMode.SANDBOX, random);
        return user(who, words, request)
                .then(Mono.defer(() -> tenant(who, words, request)))
                .then(environment(who, request, who.live(), "live", EnvironmentMode.LIVE))
                .then(environment(who, request, who.sandbox(), "sandbox", EnvironmentMode.SANDBOX))
                .then(Mono.defer(() -> session(who, words)))
                .flatMap(
                        session ->
                                withdrawn(who, request)
                                        .then(issued(who, key, request))
                                        .then(Mono.defer(() -> open.end(words.email())))
                                        .then(Mono.defer(() -> answer(who, key, session))));
    }

    private Mono<ResponseEntity<byte[]>> answer(SignUp who, NewKey key, long session) {
        var person = new Tokens.Person(who.tenant(), who.user(), session);
        return tokens.issue(person)
                .map(
                        token ->
                                Answer.shownOnce(
                                        Answer.created(
                                                json(who, key, Accounts.tokenJson(person, token))),
                                        "token",
                                        "api_key"));
    }

    private Mono<Void> user(SignUp who, Words words, String request) {
        var user =
                new UserDocument(
                        UserType.USER,
                        new UserProfile(words.email(), words.name()),
                        List.of(BuiltInRole.SUPER_ADMIN.wire()),
                        Map.of());
        return once(
                        who,
                        request,
                        ViewKind.USER,
                        new UserCommand.Create(who.user(), who.ofTenant(), who.at(), user))
                // The address is another's: nothing of this sign-up will ever be.
                .onErrorResume(
                        e -> is(e, ProblemCode.ALREADY_EXISTS),
                        e -> open.end(words.email()).then(Mono.error(e)));
    }

    private Mono<Void> tenant(SignUp who, Words words, String request) {
        return once(
                who,
                request,
                ViewKind.TENANT,
                new TenantCommand.Create(
                        who.tenant(),
                        who.ofTenant(),
                        who.at(),
                        new TenantDocument(words.tenantName(), null, Map.of())));
    }

    private Mono<Void> environment(
            SignUp who, String request, EnvironmentId id, String name, EnvironmentMode mode) {
        return Mono.defer(
                () ->
                        once(
                                who,
                                request,
                                ViewKind.ENVIRONMENT,
                                new EnvironmentCommand.Create(
                                        id, who.scope(id), who.at(), name, mode)));
    }

    /** The number of the first session. Errors: ProblemException (409) if it is another's. */
    private Mono<Long> session(SignUp who, Words words) {
        return passwords
                .giveFirst(who.user(), words.password())
                .flatMap(
                        first -> {
                            if (first) {
                                return Mono.just(0L);
                            }
                            limits.count(
                                    "login " + words.email(),
                                    Accounts.TRIES_PER_MINUTE,
                                    new HttpHeaders());
                            return passwords.logIn(who.user(), words.password());
                        })
                .switchIfEmpty(Mono.error(() -> taken(words.email())));
    }

    /** Nobody has seen the key of an attempt that was cut off. */
    private Mono<Void> withdrawn(SignUp who, String request) {
        ApiKeyId before = who.before();
        return before == null
                ? Mono.empty()
                : dispatch.find(
                                new TenancyQuery.KeyById(who.scope(who.sandbox()), before),
                                ApiKeyView.class)
                        .filter(key -> key.stamp().status() == EntityStatus.PUBLISHED)
                        .flatMap(
                                _ ->
                                        dispatch.sendAs(
                                                who.user().value(),
                                                request,
                                                ViewKind.API_KEY,
                                                new ApiKeyCommand.Revoke(
                                                        before,
                                                        who.scope(who.sandbox()),
                                                        dispatch.machineNow())));
    }

    private Mono<Void> issued(SignUp who, NewKey key, String request) {
        return Mono.defer(
                () ->
                        dispatch.sendAs(
                                who.user().value(),
                                request,
                                ViewKind.API_KEY,
                                new ApiKeyCommand.Issue(
                                        who.key(),
                                        who.scope(who.sandbox()),
                                        who.at(),
                                        "first",
                                        key.sha256(),
                                        key.hint(),
                                        new KeyTerms("private_key", who.user(), null, null))));
    }

    /**
     * Sends what an attempt that was cut off may have done already. The ids are of this sign-up
     * alone, so that what is there under one of them is what it made, if in other words.
     */
    private Mono<Void> once(SignUp who, String request, ViewKind kind, Command command) {
        return dispatch.sendAs(who.user().value(), request, kind, command)
                .onErrorResume(e -> is(e, ProblemCode.VERSION_CONFLICT), _ -> Mono.empty());
    }

    private static boolean is(Throwable failure, ProblemCode code) {
        return failure instanceof ProblemException e && e.problem().code() == code;
    }

    /** May be tried again at once; why it failed is what is told. */
    private Mono<Void> givenUp(String email) {
        return open.release(email, dispatch.machineNow()).onErrorComplete();
    }

    private static JsonNode json(SignUp who, NewKey key, Json token) {
        return token.put("api_key", key.text())
                .list(
                        "environments",
                        List.of(who.live(), who.sandbox()),
                        id ->
                                id.equals(who.live())
                                        ? first(id, "live", "production")
                                        : first(id, "sandbox", "development"))
                .node();
    }

    private static JsonNode first(EnvironmentId id, String name, String type) {
        return Json.object().put("id", id).put("name", name).put("type", type).node();
    }

    private static RuntimeException taken(String email) {
        return Problem.of(
                        ProblemCode.ALREADY_EXISTS,
                        "email '" + email + "' is taken",
                        Map.of(
                                "field",
                                "email",
                                "sent",
                                email,
                                "expected",
                                "an address that nobody signed up with"))
                .asException();
    }

    private static RuntimeException underWay() {
        return Problem.of(
                        ProblemCode.ALREADY_EXISTS,
                        "somebody signs up with this address at the moment; ask again")
                .retryAfter(OpenSignUps.HELD)
                .asException();
    }

    private static RuntimeException closed() {
        return Problem.of(
                        ProblemCode.PERMISSION_DENIED,
                        "signing up is closed here; ask whoever runs this installation")
                .asException();
    }
}

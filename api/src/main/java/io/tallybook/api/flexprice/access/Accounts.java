package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.NewKey;
import io.tallybook.api.auth.Passwords;
import io.tallybook.api.auth.RateLimits;
import io.tallybook.api.auth.Tokens;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.RequestId;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.RequiredField;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.tenancy.ApiKeyId;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.KeyTerms;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** How people get in: by signing up, which makes a tenant, and by logging in. */
@RestController
@RequestMapping("/v1/auth")
public final class Accounts {
    private static final int SHORT = 255;

    /** How often somebody may try a password of one address in a minute. */
    private static final int TRIES_PER_MINUTE = 10;

    private final Dispatch dispatch;
    private final Passwords passwords;
    private final Tokens tokens;
    private final RateLimits limits;
    private final Ids ids;
    private final SignUpPolicy policy;
    private final SecureRandom random = new SecureRandom();

    /** Whether strangers may sign up. */
    public enum SignUpPolicy {
        OPEN,
        CLOSED
    }

    public Accounts(
            Dispatch dispatch,
            Passwords passwords,
            Tokens tokens,
            RateLimits limits,
            Ids ids,
            SignUpPolicy policy) {
        this.dispatch = dispatch;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.ids = ids;
        this.policy = policy;
    }

    /** What is made for somebody who signs up; the ids are drawn before anything is. */
    private record SignUp(
            String email,
            @Nullable String name,
            String tenantName,
            TenantId tenant,
            UserId user,
            EnvironmentId sandbox,
            EnvironmentId live,
            Instant at) {
        Scope scope(EnvironmentId environment) {
            return new Scope(tenant, environment);
        }

        Scope ofTenant() {
            return Scope.ofTenant(tenant);
        }
    }

    /**
     * Makes a tenant, its sandbox and its live environment, its first user, and a key of the
     * sandbox, shown this once. The user comes first: whoever loses the race for an address leaves
     * nothing behind. The password comes last: until it is there, nobody can log in to half a
     * tenant.
     */
    @PostMapping("/signup")
    Mono<ResponseEntity<byte[]>> signUp(ServerWebExchange exchange, Body body) {
        String email = email(body);
        String password = body.required("password").text(SHORT);
        if (!password.isEmpty() && !Passwords.isFit(password)) {
            body.complain(
                    "password",
                    "%d characters to %d bytes"
                            .formatted(Passwords.LENGTH_MIN, Passwords.BYTES_MAX),
                    password.length() + " characters");
        }
        String name = body.optional("name").text(SHORT);
        String tenantName = body.optional("tenant_name").text(SHORT);
        body.check();
        if (policy == SignUpPolicy.CLOSED) {
            return Mono.error(Accounts::closed);
        }
        var who =
                new SignUp(
                        email,
                        name,
                        tenantName == null || tenantName.isBlank() ? email : tenantName,
                        TenantId.of(ids.next()),
                        UserId.of(ids.next()),
                        EnvironmentId.of(ids.next()),
                        EnvironmentId.of(ids.next()),
                        dispatch.machineNow());
        NewKey key = NewKey.of(EnvironmentMode.SANDBOX, random);
        return made(who, key, RequestId.of(exchange))
                .then(Mono.defer(() -> passwords.giveFirst(who.user(), password)))
                .then(Mono.defer(() -> tokens.issue(new Tokens.Person(who.tenant(), who.user()))))
                .map(token -> Answer.created(json(who, key, token)));
    }

    private Mono<Void> made(SignUp who, NewKey key, String request) {
        var user =
                new UserDocument(
                        UserType.USER,
                        new UserProfile(who.email(), who.name()),
                        List.of(BuiltInRole.SUPER_ADMIN.wire()),
                        Map.of());
        return send(
                        who,
                        request,
                        ViewKind.USER,
                        new UserCommand.Create(who.user(), who.ofTenant(), who.at(), user))
                .then(
                        send(
                                who,
                                request,
                                ViewKind.TENANT,
                                new TenantCommand.Create(
                                        who.tenant(),
                                        who.ofTenant(),
                                        who.at(),
                                        new TenantDocument(who.tenantName(), null, Map.of()))))
                .then(environment(who, request, who.live(), "live", EnvironmentMode.LIVE))
                .then(environment(who, request, who.sandbox(), "sandbox", EnvironmentMode.SANDBOX))
                .then(
                        send(
                                who,
                                request,
                                ViewKind.API_KEY,
                                new ApiKeyCommand.Issue(
                                        ApiKeyId.of(ids.next()),
                                        who.scope(who.sandbox()),
                                        who.at(),
                                        "first",
                                        key.sha256(),
                                        key.hint(),
                                        new KeyTerms("private_key", who.user(), null, null))));
    }

    private Mono<Void> environment(
            SignUp who, String request, EnvironmentId id, String name, EnvironmentMode mode) {
        return send(
                who,
                request,
                ViewKind.ENVIRONMENT,
                new EnvironmentCommand.Create(id, who.scope(id), who.at(), name, mode));
    }

    private Mono<Void> send(SignUp who, String request, ViewKind kind, Command command) {
        return dispatch.sendAs(who.user().value(), request, kind, command);
    }

    private static tools.jackson.databind.JsonNode json(
            SignUp who, NewKey key, Tokens.Issued token) {
        return tokenJson(new Tokens.Person(who.tenant(), who.user()), token)
                .put("api_key", key.text())
                .list(
                        "environments",
                        List.of(who.live(), who.sandbox()),
                        id ->
                                Json.object()
                                        .put("id", id)
                                        .put("name", id.equals(who.live()) ? "live" : "sandbox")
                                        .put(
                                                "type",
                                                id.equals(who.live())
                                                        ? "production"
                                                        : "development")
                                        .node())
                .node();
    }

    private static Json tokenJson(Tokens.Person person, Tokens.Issued token) {
        return Json.object()
                .put("token", token.text())
                .put("expires_at", token.expiresAt())
                .put("user_id", person.user())
                .put("tenant_id", person.tenant());
    }

    /** Says the same, and takes as long, whether the address or the password is wrong. */
    @PostMapping("/login")
    Mono<ResponseEntity<byte[]>> login(Body body) {
        String email = email(body);
        String password = body.required("password").text(SHORT);
        body.check();
        limits.count("login " + email, TRIES_PER_MINUTE, new HttpHeaders());
        return dispatch.find(new AccessQuery.UserByEmail(email), UserView.class)
                .flatMap(
                        user ->
                                passwords
                                        .fits(user.id(), password)
                                        .filter(fits -> fits)
                                        .map(
                                                _ ->
                                                        new Tokens.Person(
                                                                user.scope().tenant(), user.id()))
                                        .map(java.util.Optional::of)
                                        .defaultIfEmpty(java.util.Optional.empty()))
                .switchIfEmpty(passwords.fitsNobody(password).map(_ -> java.util.Optional.empty()))
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(Accounts::wrong))
                .flatMap(
                        person ->
                                tokens.issue(person)
                                        .map(token -> Answer.ok(tokenJson(person, token).node())));
    }

    private static String email(Body body) {
        RequiredField field = body.required("email");
        String email = field.text(SHORT).strip().toLowerCase(Locale.ROOT);
        if (!email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+")) {
            body.complain("email", "an e-mail address", "a text that is none");
        }
        return email;
    }

    private static RuntimeException wrong() {
        return Problem.of(ProblemCode.UNAUTHORIZED, "the e-mail address or the password is wrong")
                .asException();
    }

    private static RuntimeException closed() {
        return Problem.of(
                        ProblemCode.PERMISSION_DENIED,
                        "signing up is closed here; ask whoever runs this installation")
                .asException();
    }
}

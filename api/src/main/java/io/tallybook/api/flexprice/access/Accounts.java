package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.Passwords;
import io.tallybook.api.auth.RateLimits;
import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.auth.Tokens;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.RequiredField;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserView;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** How people get in and out: logging in, another password, signing out. */
@RestController
@RequestMapping("/v1/auth")
public final class Accounts {
    /** How often somebody may try a password of one address in a minute. */
    static final int TRIES_PER_MINUTE = 10;

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Passwords passwords;
    private final Tokens tokens;
    private final RateLimits limits;
    private final RememberedKeys remembered;

    public Accounts(
            Dispatch dispatch,
            Passwords passwords,
            Tokens tokens,
            RateLimits limits,
            RememberedKeys remembered) {
        this.dispatch = dispatch;
        this.passwords = passwords;
        this.tokens = tokens;
        this.limits = limits;
        this.remembered = remembered;
    }

    /** Says the same, and takes as long, whether the address or the password is wrong. */
    @PostMapping("/login")
    Mono<ResponseEntity<byte[]>> login(Body body) {
        String email = email(body);
        String password = body.required("password").text(SHORT);
        body.check();
        limits.count("login " + email, TRIES_PER_MINUTE, new HttpHeaders());
        return dispatch.find(new AccessQuery.UserByEmail(email), UserView.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(
                        user ->
                                user.isPresent()
                                        ? session(user.get(), password)
                                        : passwords.fitsNobody(password).then(Mono.empty()))
                .switchIfEmpty(Mono.error(Accounts::wrong))
                .flatMap(this::answer);
    }

    private Mono<Tokens.Person> session(UserView user, String password) {
        return passwords
                .logIn(user.id(), password)
                .map(session -> new Tokens.Person(user.scope().tenant(), user.id(), session));
    }

    private Mono<ResponseEntity<byte[]>> answer(Tokens.Person person) {
        return tokens.issue(person)
                .map(
                        token ->
                                Answer.shownOnce(
                                        Answer.ok(tokenJson(person, token).node()), "token"));
    }

    /**
     * Another password, by a person who knows the present one. Every token of before is refused
     * from the answer on; the answer brings a new one.
     */
    @PostMapping("/password")
    Mono<ResponseEntity<byte[]>> changePassword(Call call, Body body) {
        String present = body.required("current_password").text(SHORT);
        String next = newPassword(body, "new_password");
        body.check();
        UserId user = person(call);
        limits.count("login " + user, TRIES_PER_MINUTE, new HttpHeaders());
        return passwords
                .change(user, present, next)
                .filter(changed -> changed)
                .switchIfEmpty(Mono.error(Accounts::notThePassword))
                // Whatever becomes of the note: what is remembered of before must not hold.
                .doOnNext(_ -> remembered.forget())
                .flatMap(_ -> noted(call, user))
                .then(Mono.defer(() -> passwords.logIn(user, next)))
                .switchIfEmpty(Mono.error(Accounts::wrong))
                .flatMap(
                        session -> answer(new Tokens.Person(call.scope().tenant(), user, session)));
    }

    private Mono<?> noted(Call call, UserId user) {
        return dispatch.send(
                call,
                ViewKind.USER,
                new UserCommand.NotePassword(
                        user, call.caller().tenantScope(), dispatch.machineNow(call)));
    }

    /** Refuses every token that the person has been given, this one too. */
    @PostMapping("/logout")
    Mono<ResponseEntity<byte[]>> logout(Call call) {
        return passwords
                .endSessions(person(call))
                .doOnTerminate(remembered::forget)
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** Who logged in: a key has no password and no session. */
    private static UserId person(Call call) {
        UserId user = call.caller().rights().userId();
        if (user == null || !user.value().equals(call.caller().actor())) {
            throw Problem.of(
                            ProblemCode.PERMISSION_DENIED,
                            "this is for a person who logged in; you came with an API key")
                    .asException();
        }
        return user;
    }

    static String email(Body body) {
        RequiredField field = body.required("email");
        String email = field.text(SHORT).strip().toLowerCase(Locale.ROOT);
        if (!email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+")) {
            body.complain("email", "an e-mail address", "a text that is none");
        }
        return email;
    }

    static String newPassword(Body body, String field) {
        String password = body.required(field).text(SHORT);
        if (!password.isEmpty() && !Passwords.isFit(password)) {
            body.complain(
                    field,
                    "%d characters to %d bytes"
                            .formatted(Passwords.LENGTH_MIN, Passwords.BYTES_MAX),
                    password.length() + " characters");
        }
        return password;
    }

    static Json tokenJson(Tokens.Person person, Tokens.Issued token) {
        return Json.object()
                .put("token", token.text())
                .put("expires_at", token.expiresAt())
                .put("user_id", person.user())
                .put("tenant_id", person.tenant());
    }

    private static RuntimeException notThePassword() {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "current_password: expected the password that you have, got another",
                        Map.of("field", "current_password", "expected", "the one that you have"))
                .asException();
    }

    private static RuntimeException wrong() {
        return Problem.of(ProblemCode.UNAUTHORIZED, "the e-mail address or the password is wrong")
                .asException();
    }
}

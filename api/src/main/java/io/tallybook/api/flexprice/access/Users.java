package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.Passwords;
import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.UserCommand;
import io.tallybook.core.access.UserDocument;
import io.tallybook.core.access.UserId;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of people and machines. */
@RestController
@RequestMapping("/v1/users")
public final class Users {
    private static final int SHORT = 255;
    private static final Choice<UserType> TYPE =
            Choice.of(UserType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private final Dispatch dispatch;
    private final Passwords passwords;
    private final RememberedKeys remembered;
    private final Grants grants;
    private final TenantLimits limits;

    public Users(Dispatch dispatch, Passwords passwords, RememberedKeys remembered) {
        this.dispatch = dispatch;
        this.passwords = passwords;
        this.remembered = remembered;
        this.grants = new Grants(dispatch);
        this.limits = new TenantLimits(dispatch);
    }

    @GetMapping("/me")
    Mono<ResponseEntity<byte[]>> me(Call call) {
        return shown(call, own(call)).map(Answer::ok);
    }

    @PutMapping("/me")
    Mono<ResponseEntity<byte[]>> updateMe(Call call, Body body) {
        return find(call, own(call))
                .flatMap(
                        before -> {
                            Map<String, String> metadata =
                                    body.has("metadata")
                                            ? body.optional("metadata").map(1_024)
                                            : before.user().metadata();
                            return renamed(
                                    call,
                                    before,
                                    body.optional("name").text(SHORT),
                                    metadata,
                                    body);
                        });
    }

    /** A service account's name; what a person is called, only that person changes. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return find(call, Named.id("user", id, UserId::new))
                .flatMap(
                        before -> {
                            if (before.user().type() == UserType.USER) {
                                return Mono.error(
                                        () ->
                                                Problem.of(
                                                                ProblemCode.INVALID_OPERATION,
                                                                "user '"
                                                                        + id
                                                                        + "' is a person, who"
                                                                        + " changes this at"
                                                                        + " /v1/users/me")
                                                        .asException());
                            }
                            String name = body.required("name").text(SHORT);
                            return renamed(call, before, name, before.user().metadata(), body);
                        });
    }

    private Mono<ResponseEntity<byte[]>> renamed(
            Call call,
            UserView before,
            @Nullable String name,
            Map<String, String> metadata,
            Fields in) {
        in.check();
        UserProfile profile = before.user().profile();
        UserProfile now = new UserProfile(profile.email(), name == null ? profile.name() : name);
        return send(
                        call,
                        new UserCommand.Update(
                                before.id(),
                                call.caller().tenantScope(),
                                dispatch.machineNow(call),
                                now,
                                metadata))
                .then(Mono.defer(() -> shown(call, before.id())))
                .map(Answer::ok);
    }

    /**
     * Makes a person, with a password that is shown this once, or a service account, which has
     * none: it is given keys.
     */
    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        UserType type = body.required("type").choice(TYPE);
        String email = email(type, body);
        String name = body.optional("name").text(SHORT);
        List<String> given = body.optional("roles").texts(20, 64);
        if (given.isEmpty() && type == UserType.SERVICE_ACCOUNT) {
            body.complain("roles", "at least one role of a service account", "none");
        }
        body.check();
        // A person whose rights nobody has named may look, and not touch.
        List<String> roles = given.isEmpty() ? List.of(BuiltInRole.ALL_READER.wire()) : given;
        UserId id = UserId.of(call.ids().next());
        var create =
                new UserCommand.Create(
                        id,
                        call.caller().tenantScope(),
                        dispatch.machineNow(call),
                        new UserDocument(type, new UserProfile(email, name), roles, Map.of()));
        return limits.oneMoreUser(call)
                .then(grants.mayGive(call, roles))
                .then(Mono.defer(() -> send(call, create)))
                .then(Mono.defer(() -> password(type, id)))
                .flatMap(
                        password ->
                                shown(call, id)
                                        .map(
                                                json -> {
                                                    json.put("password", password.orElse(null));
                                                    return Answer.shownOnce(
                                                            Answer.created(json), "password");
                                                }));
    }

    private static @Nullable String email(UserType type, Body body) {
        String email =
                type == UserType.USER
                        ? body.required("email").text(SHORT)
                        : body.optional("email").text(SHORT);
        if (type == UserType.SERVICE_ACCOUNT && email != null && !email.isEmpty()) {
            body.complain(
                    "email", "none of a service account, which does not log in", "an address");
        }
        return type == UserType.SERVICE_ACCOUNT || email == null
                ? null
                : email.strip().toLowerCase(Locale.ROOT);
    }

    private Mono<Optional<String>> password(UserType type, UserId id) {
        if (type == UserType.SERVICE_ACCOUNT) {
            return Mono.just(Optional.empty());
        }
        String fresh = passwords.fresh();
        return passwords.replace(id, fresh).thenReturn(Optional.of(fresh));
    }

    /** A new password for a person who has lost theirs, shown this once; their tokens are out. */
    @PostMapping("/{id}/password")
    Mono<ResponseEntity<byte[]>> resetPassword(Call call, @PathVariable("id") String id) {
        return find(call, Named.id("user", id, UserId::new))
                .flatMap(
                        user ->
                                send(
                                        call,
                                        new UserCommand.NotePassword(
                                                user.id(),
                                                call.caller().tenantScope(),
                                                dispatch.machineNow(call))))
                .flatMap(receipt -> password(UserType.USER, new UserId(receipt.id())))
                .doOnTerminate(remembered::forget)
                .map(
                        password ->
                                Answer.shownOnce(
                                        Answer.ok(
                                                Json.object()
                                                        .put("id", id)
                                                        .put("password", password.orElseThrow())
                                                        .node()),
                                        "password"));
    }

    @PutMapping("/{id}/roles")
    Mono<ResponseEntity<byte[]>> roles(Call call, @PathVariable("id") String id, Body body) {
        List<String> roles = body.optional("roles").texts(20, 64);
        if (roles.isEmpty()) {
            body.complain("roles", "at least one role", "none");
        }
        body.check();
        return find(call, Named.id("user", id, UserId::new))
                .flatMap(
                        user ->
                                grants.mayGive(call, roles)
                                        .then(
                                                Mono.defer(
                                                        () ->
                                                                send(
                                                                        call,
                                                                        new UserCommand.SetRoles(
                                                                                user.id(),
                                                                                call.caller()
                                                                                        .tenantScope(),
                                                                                dispatch.machineNow(
                                                                                        call),
                                                                                roles)))))
                .flatMap(receipt -> shown(call, new UserId(receipt.id())))
                .map(Answer::ok);
    }

    /** Takes the access away, also that of the user's keys; nobody can do so to oneself. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return find(call, Named.id("user", id, UserId::new))
                .flatMap(
                        user ->
                                user.id().equals(own(call))
                                        ? Mono.error(Users::oneself)
                                        : send(
                                                call,
                                                new UserCommand.Delete(
                                                        user.id(),
                                                        call.caller().tenantScope(),
                                                        dispatch.machineNow(call))))
                .flatMap(receipt -> passwords.forget(new UserId(receipt.id())))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private static RuntimeException oneself() {
        return Problem.of(
                        ProblemCode.INVALID_OPERATION,
                        "you cannot delete yourself; somebody else can")
                .asException();
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        var fields =
                new Searchable()
                        .text("email", "email")
                        .text("name", "name")
                        .words(
                                "type",
                                "type",
                                Map.of("user", "USER", "service_account", "SERVICE_ACCOUNT"));
        var criteria = new Criteria(body).any("user_ids", "id");
        UserType type = body.optional("type").choice(TYPE);
        if (type != null) {
            criteria.is("type", type.name());
        }
        List<String> roles = body.optional("roles").texts(20, 64);
        ListRequest request = ListRequest.of(body, fields, criteria);
        return dispatch.ask(
                        new AccessQuery.SearchUsers(
                                call.caller().tenantScope(), roles, request.spec()),
                        AccessQuery.Users.class)
                .zipWith(tenant(call))
                .map(
                        both ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                both.getT1().items(),
                                                both.getT1().total(),
                                                user ->
                                                        UserJson.of(
                                                                user, both.getT2().orElse(null)))));
    }

    private Mono<Receipt> send(Call call, UserCommand command) {
        return dispatch.send(call, ViewKind.USER, command).doOnTerminate(remembered::forget);
    }

    /** Who calls; a key that is nobody's speaks for the owner of the tenant. */
    private static UserId own(Call call) {
        UserId user = call.caller().rights().userId();
        return user == null ? Owner.of(call.scope().tenant()) : user;
    }

    private Mono<UserView> find(Call call, UserId id) {
        return dispatch.find(
                        new AccessQuery.UserById(call.caller().tenantScope(), id), UserView.class)
                .filter(user -> user.stamp().status() == EntityStatus.PUBLISHED)
                .switchIfEmpty(Named.missing("user", id));
    }

    private Mono<tools.jackson.databind.node.ObjectNode> shown(Call call, UserId id) {
        return find(call, id)
                .zipWith(tenant(call))
                .map(both -> UserJson.of(both.getT1(), both.getT2().orElse(null)));
    }

    private Mono<Optional<TenantView>> tenant(Call call) {
        return dispatch.find(new TenancyQuery.TenantById(call.scope().tenant()), TenantView.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }
}

package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.Receipt;
import io.tallybook.core.ViewKind;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.Action;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.RoleCommand;
import io.tallybook.core.access.RoleDocument;
import io.tallybook.core.access.RoleId;
import io.tallybook.core.access.RoleView;
import io.tallybook.core.access.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
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

/** The routes of roles: those that every tenant has, and those that it made. */
@RestController
@RequestMapping("/v1/rbac/roles")
public final class Roles {
    private static final Choice<UserType> TYPE =
            Choice.of(UserType.class, type -> type.name().toLowerCase(Locale.ROOT));

    private final Dispatch dispatch;
    private final RememberedKeys remembered;
    private final Grants grants;

    public Roles(Dispatch dispatch, RememberedKeys remembered) {
        this.dispatch = dispatch;
        this.remembered = remembered;
        this.grants = new Grants(dispatch);
    }

    /** All of them, or those that a person or a service account may be given. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        UserType type = params.optional("user_type").choice(TYPE);
        params.check();
        return grants.own(call)
                .map(
                        own -> {
                            List<ObjectNode> roles = new ArrayList<>();
                            for (BuiltInRole role : BuiltInRole.values()) {
                                if (type != UserType.SERVICE_ACCOUNT
                                        || role != BuiltInRole.SUPER_ADMIN) {
                                    roles.add(json(role));
                                }
                            }
                            own.forEach(role -> roles.add(json(role)));
                            return Answer.ok(
                                    Json.object().list("roles", roles, role -> role).node());
                        });
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return BuiltInRole.of(id)
                .map(role -> Mono.just(Answer.ok(json(role))))
                .orElseGet(() -> find(call, id).map(role -> Answer.ok(json(role))));
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        String name = body.required("name").text(255);
        RoleDocument role =
                new RoleDocument(
                        name,
                        body.optional("description").text(2_000),
                        body.optional("permissions").lists(2, 16));
        body.check();
        RoleId id = RoleId.of(call.ids().next());
        return send(
                        call,
                        new RoleCommand.Create(
                                id, call.caller().tenantScope(), dispatch.machineNow(call), role),
                        role)
                .then(Mono.defer(() -> find(call, id.value())))
                .map(made -> Answer.created(json(made)));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return find(call, id)
                .flatMap(
                        before -> {
                            RoleDocument role = changed(before.role(), body);
                            body.check();
                            return send(
                                    call,
                                    new RoleCommand.Update(
                                            before.id(),
                                            call.caller().tenantScope(),
                                            dispatch.machineNow(call),
                                            role),
                                    role);
                        })
                .then(Mono.defer(() -> find(call, id)))
                .map(role -> Answer.ok(json(role)));
    }

    private static RoleDocument changed(RoleDocument before, Body body) {
        String name = body.optional("name").text(255);
        String description = body.optional("description").text(2_000);
        return new RoleDocument(
                Objects.requireNonNullElse(name, before.name()),
                description == null ? before.description() : description,
                body.has("permissions")
                        ? body.optional("permissions").lists(2, 16)
                        : before.permissions());
    }

    /** Whoever had it may do less from now on. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return find(call, id)
                .flatMap(
                        role ->
                                dispatch.send(
                                        call,
                                        ViewKind.ROLE,
                                        new RoleCommand.Delete(
                                                role.id(),
                                                call.caller().tenantScope(),
                                                dispatch.machineNow(call))))
                .doOnTerminate(remembered::forget)
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<Receipt> send(Call call, RoleCommand command, RoleDocument role) {
        return Mono.fromRunnable(
                        () -> call.caller().mustHave(Grants.permissions(role.permissions())))
                .then(dispatch.send(call, ViewKind.ROLE, command))
                .doOnTerminate(remembered::forget);
    }

    private Mono<RoleView> find(Call call, String id) {
        RoleId role = Named.id("role", id, RoleId::new);
        return dispatch.find(
                        new AccessQuery.RoleById(call.caller().tenantScope(), role), RoleView.class)
                .filter(view -> view.stamp().status() == EntityStatus.PUBLISHED)
                .switchIfEmpty(Named.missing("role", id));
    }

    public static ObjectNode json(RoleView view) {
        return Json.object()
                .put("id", view.id())
                .put("name", view.role().name())
                .put("description", view.role().description())
                .put("built_in", false)
                .set("permissions", permissions(view.role().permissions()))
                .put("created_at", view.stamp().createdAt())
                .put("updated_at", view.stamp().updatedAt())
                .put("created_by", view.stamp().createdBy())
                .put("updated_by", view.stamp().updatedBy())
                .node();
    }

    private static ObjectNode json(BuiltInRole role) {
        return Json.object()
                .put("id", role.wire())
                .put("name", role.title())
                .put("description", role.description())
                .put("built_in", true)
                .set("permissions", permissions(words(role.permissions())))
                .nulls("created_at", "updated_at", "created_by", "updated_by")
                .node();
    }

    private static Map<String, List<String>> words(Set<Permission> permissions) {
        Map<String, List<String>> words = new TreeMap<>();
        for (Resource resource : Resource.values()) {
            for (Action action : Action.values()) {
                if (permissions.contains(new Permission(resource, action))) {
                    words.computeIfAbsent(resource.wire(), _ -> new ArrayList<>())
                            .add(Grants.word(action));
                }
            }
        }
        return words;
    }

    private static ObjectNode permissions(Map<String, List<String>> words) {
        Json json = Json.object();
        new TreeMap<>(words).forEach(json::texts);
        return json.node();
    }
}

package io.tallybook.api.flexprice.access;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.access.AccessQuery;
import io.tallybook.core.access.Action;
import io.tallybook.core.access.BuiltInRole;
import io.tallybook.core.access.Permission;
import io.tallybook.core.access.Resource;
import io.tallybook.core.access.RoleView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What roles allow, and whether the caller may give them away. */
final class Grants {

    private final Dispatch dispatch;

    Grants(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** The roles that the tenant made. */
    Mono<List<RoleView>> own(Call call) {
        return dispatch.ask(
                        new AccessQuery.AllRoles(call.caller().tenantScope()),
                        AccessQuery.Roles.class)
                .map(AccessQuery.Roles::items);
    }

    /**
     * Completes if the caller may give these roles. Errors: ProblemException, 400 for a role that
     * does not exist, 403 for one that allows more than the caller may.
     */
    Mono<Void> mayGive(Call call, List<String> roles) {
        return own(call)
                .doOnNext(
                        own -> {
                            Set<Permission> given = new HashSet<>();
                            for (String role : roles) {
                                given.addAll(permissions(role, own));
                            }
                            call.caller().mustHave(given);
                        })
                .then();
    }

    private static Set<Permission> permissions(String role, List<RoleView> own) {
        return BuiltInRole.of(role)
                .map(BuiltInRole::permissions)
                .or(
                        () ->
                                own.stream()
                                        .filter(r -> r.id().value().equals(role))
                                        .findFirst()
                                        .map(r -> permissions(r.role().permissions())))
                .orElseThrow(() -> unknown(role, own).asException());
    }

    /** Of what has the right words; other words are refused by who decides about roles. */
    static Set<Permission> permissions(Map<String, List<String>> words) {
        Set<Permission> permissions = new HashSet<>();
        words.forEach(
                (entity, actions) ->
                        Resource.of(entity)
                                .ifPresent(
                                        resource -> {
                                            for (Action action : Action.values()) {
                                                if (actions.contains(word(action))) {
                                                    permissions.add(
                                                            new Permission(resource, action));
                                                }
                                            }
                                        }));
        return permissions;
    }

    static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static Problem unknown(String role, List<RoleView> own) {
        List<String> known = new ArrayList<>();
        for (BuiltInRole builtIn : BuiltInRole.values()) {
            known.add(builtIn.wire());
        }
        own.forEach(r -> known.add(r.id().value()));
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "roles: expected names of %s, got \"%s\"".formatted(String.join(", ", known), role),
                Map.of("field", "roles", "sent", role, "expected", known));
    }
}

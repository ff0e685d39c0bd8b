package io.tallybook.api.flexprice.copy;

import io.tallybook.api.auth.Caller;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The route that copies everything of an environment's catalogue into another one of the tenant,
 * which it may make first. What was copied before is recognised and not copied again, so that a
 * copying that was cut short is finished by asking for it again.
 */
@RestController
public final class EnvironmentClone {

    private static final Choice<EnvironmentMode> TYPE =
            Choice.of(
                    Map.of(
                            "development",
                            EnvironmentMode.SANDBOX,
                            "production",
                            EnvironmentMode.LIVE));

    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final CatalogueClone catalogue;

    public EnvironmentClone(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.catalogue = new CatalogueClone(dispatch);
    }

    /** An environment that is to be made. */
    private record Wish(String name, EnvironmentMode mode) {}

    @PostMapping("/v1/environments/{id}/clone")
    Mono<ResponseEntity<byte[]>> clone(Call call, @PathVariable("id") String id, Body body) {
        String target = body.optional("target_environment_id").text(SHORT);
        boolean existing = target != null && !target.isEmpty();
        Wish wish =
                existing
                        ? null
                        : new Wish(
                                body.required("name").text(SHORT),
                                body.required("type").choice(TYPE));
        body.check();
        // A key sees its own environment and no other.
        if (!id.equals(call.scope().environment().value())) {
            return Named.missing("environment", id);
        }
        EnvironmentId to =
                target != null && existing
                        ? Named.id("environment", target, EnvironmentId::new)
                        : EnvironmentId.of(call.ids().next());
        Scope scope = new Scope(call.scope().tenant(), to);
        if (scope.equals(call.scope())) {
            body.complain("target_environment_id", "another environment", "the same");
            body.check();
        }
        return made(call, scope, wish)
                .then(
                        Mono.defer(
                                () ->
                                        dispatch.find(
                                                new TenancyQuery.EnvironmentOf(scope),
                                                EnvironmentView.class)))
                .switchIfEmpty(Named.missing("environment", to))
                .flatMap(there -> catalogue.copy(call, there(call, there)))
                .map(copied -> Answer.accepted(json(call, to, copied)));
    }

    private Mono<Void> made(Call call, Scope scope, @Nullable Wish wish) {
        if (wish == null) {
            return Mono.empty();
        }
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.ENVIRONMENT,
                                        new EnvironmentCommand.Create(
                                                scope.environment(),
                                                scope,
                                                at,
                                                wish.name(),
                                                wish.mode())))
                .then();
    }

    /** The same caller, in the other environment. */
    private static Call there(Call call, EnvironmentView environment) {
        Caller caller = call.caller();
        return new Call(
                new Caller(
                        environment.scope(), environment.mode(), caller.actor(), caller.rights()),
                call.requestId(),
                call.ids(),
                call.firstSeen(),
                call.answerHeaders());
    }

    private static tools.jackson.databind.node.ObjectNode json(
            Call call, EnvironmentId to, CatalogueClone.Copied copied) {
        return Json.object()
                .put("message", "copied " + text(copied))
                .put("workflow_id", "clone-" + call.scope().environment() + "-" + to)
                .put("run_id", call.requestId())
                .put("target_environment_id", to)
                .node();
    }

    private static String text(CatalogueClone.Copied copied) {
        return copied.counts().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
    }
}

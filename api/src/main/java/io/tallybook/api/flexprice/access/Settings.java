package io.tallybook.api.flexprice.access;

import io.tallybook.api.auth.RememberedKeys;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.SettingCommand;
import io.tallybook.core.tenancy.SettingId;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of settings. */
@RestController
@RequestMapping("/v1/settings/{key}")
public final class Settings {

    private final Dispatch dispatch;
    private final RememberedKeys remembered;

    public Settings(Dispatch dispatch, RememberedKeys remembered) {
        this.dispatch = dispatch;
        this.remembered = remembered;
    }

    /** What is set; where nothing is, every field is null and there is no limit. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("key") String key) {
        SettingKeys.Schema schema = SettingKeys.of(key);
        return shown(schema, scope(call, schema)).map(Answer::ok);
    }

    @PutMapping
    Mono<ResponseEntity<byte[]>> put(Call call, @PathVariable("key") String key, Body body) {
        SettingKeys.Schema schema = SettingKeys.of(key);
        Fields given = body.required("value").object();
        Map<String, String> value = given == null ? Map.of() : schema.read(given);
        if (given != null && value.isEmpty()) {
            body.complain(
                    "value",
                    "at least one of "
                            + String.join(
                                    ", ",
                                    schema.fields().stream().map(SettingKeys.Field::name).toList()),
                    "none of them");
        }
        body.check();
        Scope scope = scope(call, schema);
        return now(call, schema)
                .flatMap(
                        now ->
                                send(
                                        call,
                                        new SettingCommand.Put(
                                                SettingId.of(scope, key), scope, now, key, value)))
                .then(Mono.defer(() -> shown(schema, scope)))
                .map(Answer::ok);
    }

    /** Goes back to what holds where nothing is set. */
    @DeleteMapping
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("key") String key) {
        SettingKeys.Schema schema = SettingKeys.of(key);
        Scope scope = scope(call, schema);
        return now(call, schema)
                .flatMap(
                        now ->
                                send(
                                        call,
                                        new SettingCommand.Clear(
                                                SettingId.of(scope, key), scope, now)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    private Mono<?> send(Call call, SettingCommand command) {
        return dispatch.send(call, ViewKind.SETTING, command).doOnTerminate(remembered::forget);
    }

    private Mono<tools.jackson.databind.JsonNode> shown(SettingKeys.Schema schema, Scope scope) {
        return dispatch.find(new TenancyQuery.SettingOf(scope, schema.key()), SettingView.class)
                .<tools.jackson.databind.JsonNode>map(
                        view ->
                                BaseJson.of(view)
                                        .put("key", view.key())
                                        .set("value", value(schema, view.value()))
                                        .node())
                .switchIfEmpty(
                        Mono.fromSupplier(
                                () ->
                                        Json.object()
                                                .put("key", schema.key())
                                                .set("value", value(schema, Map.of()))
                                                .put("tenant_id", scope.tenant())
                                                .put("environment_id", scope.environment())
                                                .nulls(
                                                        "id",
                                                        "status",
                                                        "created_at",
                                                        "updated_at",
                                                        "created_by",
                                                        "updated_by")
                                                .node()));
    }

    private static tools.jackson.databind.JsonNode value(
            SettingKeys.Schema schema, Map<String, String> value) {
        Json json = Json.object();
        for (SettingKeys.Field field : schema.fields()) {
            field.show(json, value.get(field.name()));
        }
        return json.node();
    }

    // What an environment chooses holds from the moment at which its clock stands.
    private Mono<Instant> now(Call call, SettingKeys.Schema schema) {
        return switch (schema.owner()) {
            case TENANT -> Mono.just(dispatch.machineNow(call));
            case ENVIRONMENT -> dispatch.now(call);
        };
    }

    private static Scope scope(Call call, SettingKeys.Schema schema) {
        return switch (schema.owner()) {
            case TENANT -> call.caller().tenantScope();
            case ENVIRONMENT -> call.scope();
        };
    }
}

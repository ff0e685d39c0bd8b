package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Body;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where in the payloads of a provider the fields of an event stand, as an environment has said it:
 * names, with dots from an object to what is in it.
 *
 * @param paths of each field; of {@code properties} the object whose values they are. A field
 *     without one is looked for under its own name
 */
public record RawShape(Map<String, String> paths) {
    /** The setting in which an environment says it. */
    public static final String SETTING = "raw_event_config";

    public RawShape {
        paths = Map.copyOf(paths);
    }

    /** What an environment has said; payloads are events as they are if it has said nothing. */
    static Mono<RawShape> of(Dispatch dispatch, Scope scope) {
        return dispatch.find(new TenancyQuery.SettingOf(scope, SETTING), SettingView.class)
                .map(setting -> new RawShape(setting.value()))
                .defaultIfEmpty(new RawShape(Map.of()));
    }

    /** The event that a payload says; what is wrong with it is found when it is read. */
    Body event(ObjectNode payload) {
        if (paths.values().stream().allMatch(String::isEmpty)) {
            return Body.ofNode(payload);
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        for (String field : EventRequest.FIELDS) {
            JsonNode value = at(payload, paths.getOrDefault(field, field));
            if (value != null && !value.isNull()) {
                event.set(field, value.isNumber() ? text(value) : value);
            }
        }
        return Body.ofNode(event);
    }

    private static JsonNode text(JsonNode number) {
        return JsonNodeFactory.instance.stringNode(number.asString());
    }

    /** A name with dots may also be that of a field itself. */
    private static @Nullable JsonNode at(JsonNode node, String path) {
        JsonNode whole = node.get(path);
        int dot = path.indexOf('.');
        if (whole != null || dot < 0) {
            return whole;
        }
        JsonNode inner = node.get(path.substring(0, dot));
        return inner == null ? null : at(inner, path.substring(dot + 1));
    }
}

package io.tallybook.api.request;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a query string. Of a repeated one, the parts are joined as if they had come
 * comma-separated.
 */
public final class Params extends Fields {

    private Params(ObjectNode node) {
        super(node, "", true, new Complaints());
    }

    public static Params of(Map<String, List<String>> parameters) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        parameters.forEach(
                (name, values) -> {
                    String joined =
                            String.join(",", values.stream().map(v -> v == null ? "" : v).toList());
                    if (!joined.isEmpty()) {
                        node.put(name, joined);
                    }
                });
        return new Params(node);
    }
}

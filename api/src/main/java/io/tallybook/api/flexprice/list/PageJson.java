package io.tallybook.api.flexprice.list;

import io.tallybook.api.response.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list. */
public final class PageJson {

    private PageJson() {}

    public static <T> ObjectNode of(
            ListRequest request, List<T> items, long total, Function<T, ? extends JsonNode> write) {
        return of(items, total, request.spec().limit(), request.spec().offset(), write);
    }

    public static <T> ObjectNode of(
            List<T> items,
            long total,
            int limit,
            int offset,
            Function<T, ? extends JsonNode> write) {
        return Json.object()
                .list("items", items, write)
                .set(
                        "pagination",
                        Json.object()
                                .put("total", total)
                                .put("limit", limit)
                                .put("offset", offset)
                                .node())
                .node();
    }
}

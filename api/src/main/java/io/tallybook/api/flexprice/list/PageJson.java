package io.tallybook.api.flexprice.list;

import io.tallybook.api.response.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list. */
public final class PageJson {

    private PageJson() {}

    /** A page that says where the next one begins, if it may have a next one. */
    public static <T> ObjectNode of(
            ListRequest request, List<T> items, long total, Function<T, ? extends JsonNode> write) {
        int limit = request.spec().limit();
        int offset = request.spec().offset();
        boolean more =
                request.spec().after() == null
                        ? offset + (long) items.size() < total
                        : items.size() == limit;
        return page(
                Json.many(items, write),
                total,
                limit,
                offset,
                more && !items.isEmpty() ? next(write.apply(items.getLast())) : null);
    }

    public static <T> ObjectNode of(
            List<T> items,
            long total,
            int limit,
            int offset,
            Function<T, ? extends JsonNode> write) {
        return page(Json.many(items, write), total, limit, offset, null);
    }

    private static @Nullable String next(JsonNode last) {
        JsonNode id = last.get("id");
        return id == null || !id.isString() ? null : Cursor.after(id.stringValue());
    }

    private static ObjectNode page(
            JsonNode items, long total, int limit, int offset, @Nullable String next) {
        return Json.object()
                .set("items", items)
                .set(
                        "pagination",
                        Json.object()
                                .put("total", total)
                                .put("limit", limit)
                                .put("offset", offset)
                                .put("next_cursor", next)
                                .node())
                .node();
    }
}

package io.tallybook.api.problem;

import io.tallybook.api.response.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The error body: the flat keys of today's contract together with the {@code success} and {@code
 * error} of older clients, so that each finds what it looks for. All keys are always there.
 */
final class ProblemBody {

    private ProblemBody() {}

    static ObjectNode of(Problem problem, String requestId) {
        ObjectNode details = details(problem, requestId);
        return Json.object()
                .put("success", false)
                .put("code", problem.code().wire())
                .put("message", problem.message())
                .put("http_status_code", problem.status())
                .set("details", details)
                .set(
                        "error",
                        Json.object()
                                .put("message", problem.message())
                                .put("internal_error", problem.code().wire())
                                .set("details", details.deepCopy())
                                .node())
                .node();
    }

    private static ObjectNode details(Problem problem, String requestId) {
        ObjectNode details = Json.tree(problem.details());
        details.put("request_id", requestId);
        return details;
    }
}

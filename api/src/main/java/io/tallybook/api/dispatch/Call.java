package io.tallybook.api.dispatch;

import io.tallybook.api.auth.Caller;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.RequestId;
import io.tallybook.core.Scope;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * One request of one caller: what every command and query of it needs to know.
 *
 * @param ids where the request draws the ids of what it makes; after a crash a retry draws the same
 * @param answerHeaders the headers that its answer will have
 */
public record Call(Caller caller, String requestId, Ids ids, HttpHeaders answerHeaders) {

    private static final String IDS = Call.class.getName() + ".ids";

    public Scope scope() {
        return caller.scope();
    }

    /** Makes the ids of this exchange come from {@code ids}. */
    public static void drawIdsFrom(ServerWebExchange exchange, Ids ids) {
        exchange.getAttributes().put(IDS, ids);
    }

    static Call of(ServerWebExchange exchange, Ids otherwise) {
        Ids ids = exchange.getAttributeOrDefault(IDS, otherwise);
        return new Call(
                Caller.of(exchange),
                RequestId.of(exchange),
                ids,
                exchange.getResponse().getHeaders());
    }
}

package io.tallybook.api.dispatch;

import io.tallybook.api.auth.Caller;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.problem.RequestId;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * One request of one caller: what every command and query of it needs to know.
 *
 * @param ids where the request draws the ids of what it makes; after a crash a retry draws the same
 * @param firstSeen when its first run began, of a request that may be repeated under an idempotency
 *     key: a retry in a live environment takes effect then, or it would be another request
 * @param answerHeaders the headers that its answer will have
 */
public record Call(
        Caller caller,
        String requestId,
        Ids ids,
        @Nullable Instant firstSeen,
        HttpHeaders answerHeaders) {

    private static final String RUN = Call.class.getName() + ".run";

    private record Run(Ids ids, Instant firstSeen) {}

    public Scope scope() {
        return caller.scope();
    }

    /** Makes this exchange a run, perhaps not the first, of a request that was first seen then. */
    public static void repeatable(ServerWebExchange exchange, Ids ids, Instant firstSeen) {
        exchange.getAttributes().put(RUN, new Run(ids, firstSeen));
    }

    static Call of(ServerWebExchange exchange, Ids otherwise) {
        Run run = exchange.getAttribute(RUN);
        return new Call(
                Caller.of(exchange),
                RequestId.of(exchange),
                run == null ? otherwise : run.ids(),
                run == null ? null : run.firstSeen(),
                exchange.getResponse().getHeaders());
    }
}

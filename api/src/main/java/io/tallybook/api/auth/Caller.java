package io.tallybook.api.auth;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentMode;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who calls: the tenant and the environment that the key is pinned to, and the key itself as the
 * actor that the history names.
 */
public record Caller(Scope scope, EnvironmentMode mode, String actor) {

    private static final String ATTRIBUTE = Caller.class.getName();

    void mark(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** The caller of an exchange, if it was established. */
    public static @Nullable Caller find(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }

    /** The caller of an exchange. Errors: ProblemException (401) if nobody was established. */
    public static Caller of(ServerWebExchange exchange) {
        Caller caller = find(exchange);
        if (caller == null) {
            throw Problem.of(ProblemCode.UNAUTHORIZED, "no API key").asException();
        }
        return caller;
    }
}

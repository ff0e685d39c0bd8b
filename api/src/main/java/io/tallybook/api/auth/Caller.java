package io.tallybook.api.auth;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.access.Permission;
import io.tallybook.core.tenancy.EnvironmentMode;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who calls: the tenant and the environment that the key is pinned to or that a person chose, the
 * key or the person as the actor that the history names, and what they may do.
 */
public record Caller(Scope scope, EnvironmentMode mode, String actor, Rights rights) {

    private static final String ATTRIBUTE = Caller.class.getName();

    void mark(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** The scope of what belongs to the caller's tenant and to none of its environments. */
    public Scope tenantScope() {
        return Scope.ofTenant(scope.tenant());
    }

    /**
     * Nobody gives what he does not have. Errors: ProblemException (403) naming what is missing.
     */
    public void mustHave(Set<Permission> given) {
        if (!rights.mayAll(given)) {
            String missing =
                    given.stream()
                            .filter(p -> !rights.permissions().contains(p))
                            .map(Permission::toString)
                            .collect(Collectors.toCollection(TreeSet::new))
                            .stream()
                            .limit(5)
                            .collect(Collectors.joining(", "));
            throw Problem.of(
                            ProblemCode.PERMISSION_DENIED,
                            "insufficient permissions: you cannot give "
                                    + missing
                                    + ", which you do not have")
                    .asException();
        }
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

package io.tallybook.api.request;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers a path that names what no store can hold as one that names nothing, before anybody looks
 * for it.
 */
public final class StorablePath implements WebFilter, Ordered {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getURI().getPath();
        if (path != null && !Value.storable(path)) {
            return Mono.error(
                    () ->
                            Problem.of(
                                            ProblemCode.NOT_FOUND,
                                            "the path names something with a NUL in it")
                                    .asException());
        }
        return chain.filter(exchange);
    }

    @Override
    public int getOrder() {
        // After the caller is known: whoever has no key is told that first.
        return Ordered.HIGHEST_PRECEDENCE + 25;
    }
}

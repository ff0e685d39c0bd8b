package io.tallybook.api.dispatch;

import io.tallybook.api.ids.Ids;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands a handler the {@link Call} it serves. */
public final class CallArgument implements HandlerMethodArgumentResolver {

    private final Ids ids;

    public CallArgument(Ids ids) {
        this.ids = ids;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Call.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return Mono.fromSupplier(() -> Call.of(exchange, ids));
    }
}

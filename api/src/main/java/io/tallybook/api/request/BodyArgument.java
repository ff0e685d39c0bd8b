package io.tallybook.api.request;

import io.tallybook.api.problem.ProblemAnswer;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Hands a handler the {@link Body} or the {@link Params} of its request. */
public final class BodyArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Class<?> type = parameter.getParameterType();
        return type == Body.class || type == Params.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        var request = exchange.getRequest();
        if (parameter.getParameterType() == Params.class) {
            return Mono.fromSupplier(() -> Params.of(request.getQueryParams()));
        }
        return BodyBytes.of(request)
                .map(
                        bytes -> {
                            if (bytes.length > 0 && !BodyBytes.isJson(request)) {
                                String type =
                                        String.valueOf(
                                                request.getHeaders().getFirst("Content-Type"));
                                throw ProblemAnswer.unsupported(type).asException();
                            }
                            return Body.of(bytes);
                        });
    }
}

package io.tallybook.api.problem;

import io.tallybook.api.response.Json;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.resource.NoResourceFoundException;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * The one place that turns what went wrong into an answer. What it does not know is a defect:
 * logged, told as 500.
 */
public final class ProblemAnswer implements WebExceptionHandler, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswer.class);

    private static final MediaType JSON = MediaType.APPLICATION_JSON;

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        return write(exchange, problemOf(exchange, failure));
    }

    /** Writes {@code problem} as the answer of {@code exchange}. */
    public static Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        var response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(JSON);
        if (problem.code() == ProblemCode.UNAUTHORIZED) {
            headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        var retryAfter = problem.retryAfter();
        if (retryAfter != null) {
            headers.set(
                    HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        }
        byte[] body = Json.bytes(ProblemBody.of(problem, RequestId.of(exchange)));
        headers.setContentLength(body.length);
        return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private static Problem problemOf(ServerWebExchange exchange, Throwable failure) {
        return switch (failure) {
            case ProblemException known -> {
                if (known.problem().status() >= 500) {
                    LOG.warn("request {}: {}", RequestId.of(exchange), known.getMessage(), known);
                }
                yield known.problem();
            }
            case DataBufferLimitException _ -> tooLarge();
            case NoResourceFoundException _ -> noSuchRoute(exchange);
            case MethodNotAllowedException e -> methodNotAllowed(exchange, e);
            case UnsupportedMediaTypeStatusException e ->
                    unsupported(String.valueOf(e.getContentType()));
            case ResponseStatusException e when e.getStatusCode().value() == 404 ->
                    noSuchRoute(exchange);
            case ResponseStatusException e when e.getStatusCode().is4xxClientError() -> other(e);
            default -> unexpected(exchange, failure);
        };
    }

    /** The body is larger than the server reads. */
    public static Problem tooLarge() {
        return Problem.of(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "the body is larger than 32 MiB, the most one request may carry",
                Map.of("limit_bytes", BodyLimit.BYTES));
    }

    /** The body is of a kind that is not read here. */
    public static Problem unsupported(String contentType) {
        return Problem.of(
                ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                "Content-Type: expected application/json, got " + contentType);
    }

    private static Problem noSuchRoute(ServerWebExchange exchange) {
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "no such route: %s %s"
                        .formatted(method(exchange), exchange.getRequest().getPath().value()));
    }

    private static Problem methodNotAllowed(
            ServerWebExchange exchange, MethodNotAllowedException e) {
        Set<String> allowed =
                e.getSupportedMethods().stream()
                        .map(HttpMethod::name)
                        .collect(Collectors.toCollection(java.util.TreeSet::new));
        exchange.getResponse().getHeaders().setAllow(e.getSupportedMethods());
        return Problem.of(
                ProblemCode.METHOD_NOT_ALLOWED,
                "%s is not allowed on %s; allowed: %s"
                        .formatted(
                                method(exchange),
                                exchange.getRequest().getPath().value(),
                                String.join(", ", allowed)),
                Map.of("allowed", allowed));
    }

    private static Problem other(ResponseStatusException e) {
        ProblemCode code =
                switch (e.getStatusCode().value()) {
                    case 401 -> ProblemCode.UNAUTHORIZED;
                    case 403 -> ProblemCode.PERMISSION_DENIED;
                    case 406 -> ProblemCode.NOT_ACCEPTABLE;
                    case 409 -> ProblemCode.ALREADY_EXISTS;
                    case 413 -> ProblemCode.PAYLOAD_TOO_LARGE;
                    case 414 -> ProblemCode.URI_TOO_LONG;
                    case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
                    case 429 -> ProblemCode.TOO_MANY_REQUESTS;
                    default -> ProblemCode.VALIDATION_ERROR;
                };
        String reason = e.getReason();
        String message = reason == null ? "the request cannot be read" : reason;
        return new Problem(code, e.getStatusCode().value(), message, Map.of(), null);
    }

    private static Problem unexpected(ServerWebExchange exchange, Throwable failure) {
        LOG.error(
                "request {} ({} {}) failed unexpectedly",
                RequestId.of(exchange),
                method(exchange),
                exchange.getRequest().getPath().value(),
                failure);
        return Problem.of(
                ProblemCode.INTERNAL_ERROR,
                "something failed here that should not; please report request "
                        + RequestId.of(exchange));
    }

    private static String method(ServerWebExchange exchange) {
        return exchange.getRequest().getMethod().name();
    }

    @Override
    public int getOrder() {
        // Before Spring Boot's own handler (-1), which would answer in another shape.
        return -2;
    }
}

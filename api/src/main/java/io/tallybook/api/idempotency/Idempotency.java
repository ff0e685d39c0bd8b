package io.tallybook.api.idempotency;

import io.tallybook.api.auth.Caller;
import io.tallybook.api.dispatch.Call;
import io.tallybook.api.ids.Ids;
import io.tallybook.api.ids.RequestIds;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemAnswer;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.BodyBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code Idempotency-Key} on a POST: the same key with the same request gets the same answer, with
 * another request 409.
 *
 * <p>An answer is kept if it is final: success, and refusals that depend on the request alone.
 * After a crash, a failure or a broken connection the next request with the key runs again, drawing
 * the ids of the first run, so that what was made already is recognised by the aggregates and
 * nothing is made twice.
 */
public final class Idempotency implements WebFilter, Ordered {

    public static final String HEADER = "Idempotency-Key";

    /** Says that an answer is a kept one. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final Logger LOG = LoggerFactory.getLogger(Idempotency.class);

    private static final Pattern USABLE = Pattern.compile("[\\x21-\\x7E]{1,255}");

    /** Refusals that may be otherwise the next time, though the request is the same. */
    private static final Set<Integer> NOT_FINAL = Set.of(401, 403, 408, 425, 429);

    private static final Duration MOST_WAIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The longest that the table may take to answer. */
    private static final Duration STORE_MAX = Duration.ofSeconds(5);

    private final IdempotentRequests requests;
    private final Ids ids;

    public Idempotency(DatabaseClient database, Ids ids) {
        this.requests = new IdempotentRequests(database);
        this.ids = ids;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String key = exchange.getRequest().getHeaders().getFirst(HEADER);
        Caller caller = Caller.find(exchange);
        boolean inBody = key == null && KeyInBody.isLookedFor(exchange.getRequest());
        if ((key == null && !inBody)
                || caller == null
                || !HttpMethod.POST.equals(exchange.getRequest().getMethod())
                || carriesPassword(exchange)) {
            return chain.filter(exchange);
        }
        if (key != null && !USABLE.matcher(key).matches()) {
            return Mono.error(unusable(HEADER));
        }
        return BodyBytes.of(exchange.getRequest())
                .flatMap(
                        body ->
                                key == null
                                        ? named(exchange, chain, caller, body)
                                        : claimed(
                                                exchange,
                                                chain,
                                                request(exchange, caller, key, body),
                                                body));
    }

    private Mono<Void> named(
            ServerWebExchange exchange, WebFilterChain chain, Caller caller, byte[] body) {
        String named = KeyInBody.of(exchange.getRequest(), body);
        if (named == null) {
            return chain.filter(exchange.mutate().request(new Reread(exchange, body)).build());
        }
        return USABLE.matcher(named).matches()
                ? claimed(
                        exchange,
                        chain,
                        request(
                                exchange,
                                caller,
                                KeyInBody.kept(exchange.getRequest(), named),
                                body),
                        body)
                : Mono.error(unusable(KeyInBody.field(exchange.getRequest())));
    }

    private static Throwable unusable(String where) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        where + ": expected 1 to 255 visible ASCII characters")
                .asException();
    }

    // Not even as a digest is a password kept: who has the table could try words against it.
    private static boolean carriesPassword(ServerWebExchange exchange) {
        return exchange.getRequest()
                .getPath()
                .pathWithinApplication()
                .value()
                .startsWith("/v1/auth/");
    }

    private static KeyedRequest request(
            ServerWebExchange exchange, Caller caller, String key, byte[] body) {
        String route = "POST " + exchange.getRequest().getPath().pathWithinApplication().value();
        String query = exchange.getRequest().getURI().getRawQuery();
        String digest = CanonicalDigest.of(body, query == null ? "" : query);
        return new KeyedRequest(
                caller.scope().tenant().value(),
                caller.scope().environment().value(),
                key,
                route,
                digest);
    }

    private Mono<Void> claimed(
            ServerWebExchange exchange, WebFilterChain chain, KeyedRequest request, byte[] body) {
        return claim(request, MOST_WAIT)
                .flatMap(
                        claim ->
                                switch (claim) {
                                    case Claim.Run run -> run(exchange, chain, request, run, body);
                                    case Claim.Answered answered -> replay(exchange, answered);
                                    case Claim.Mismatch mismatch ->
                                            Mono.error(mismatched(request, mismatch));
                                    case Claim.Busy _ -> Mono.error(busy());
                                });
    }

    /** Waits, for a bounded time, while somebody else runs the same request. */
    private Mono<Claim> claim(KeyedRequest request, Duration wait) {
        return requests.claim(request, ids.next().value(), ids.next().value())
                .timeout(STORE_MAX)
                .onErrorMap(Idempotency::storeSilent)
                .flatMap(
                        claim ->
                                claim instanceof Claim.Busy && wait.isPositive()
                                        ? Mono.delay(POLL)
                                                .then(
                                                        Mono.defer(
                                                                () ->
                                                                        claim(
                                                                                request,
                                                                                wait.minus(POLL))))
                                        : Mono.just(claim));
    }

    private static Throwable storeSilent(Throwable cause) {
        return Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        HEADER
                                + ": whether this was asked before cannot be looked up at the"
                                + " moment")
                .retryAfter(Duration.ofSeconds(2))
                .causedBy(cause);
    }

    private Mono<Void> run(
            ServerWebExchange exchange,
            WebFilterChain chain,
            KeyedRequest request,
            Claim.Run run,
            byte[] body) {
        Instant firstSeen = Instant.ofEpochMilli(run.firstSeenMillis());
        Call.repeatable(exchange, new RequestIds(run.seed(), firstSeen), firstSeen);
        var response =
                new AnswerInHand(
                        exchange.getResponse(),
                        (answer, bytes) -> keep(request, run, answer, bytes));
        var running =
                exchange.mutate().request(new Reread(exchange, body)).response(response).build();
        Mono<Void> answered =
                chain.filter(running).onErrorResume(e -> new ProblemAnswer().handle(running, e));
        Flux<Void> heartbeat =
                Flux.interval(IdempotentRequests.LEASE.dividedBy(3))
                        .concatMap(_ -> requests.hold(request, run.runner()).onErrorComplete());
        return Mono.firstWithSignal(answered, heartbeat.then())
                .doOnCancel(() -> releaseInBackground(request, run));
    }

    private void releaseInBackground(KeyedRequest request, Claim.Run run) {
        requests.release(request, run.runner())
                .subscribe(
                        _ -> {},
                        e ->
                                LOG.warn(
                                        "idempotency key {} stays held until its lease ends",
                                        request.key(),
                                        e));
    }

    private Mono<Void> keep(
            KeyedRequest request, Claim.Run run, ServerHttpResponse answer, byte[] body) {
        HttpStatusCode given = answer.getStatusCode();
        int status = given == null ? 200 : given.value();
        if (!isFinal(status)) {
            return requests.release(request, run.runner()).timeout(STORE_MAX).onErrorComplete();
        }
        String type = answer.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        // What was done is done: if its answer cannot be kept, telling the truth now is better than
        // hiding it.
        return requests.answer(
                        request,
                        run.runner(),
                        status,
                        type,
                        OnceShown.without(answer.getHeaders(), body))
                .timeout(STORE_MAX)
                .doOnError(
                        e ->
                                LOG.warn(
                                        "the answer for idempotency key {} could not be kept",
                                        request.key(),
                                        e))
                .onErrorComplete()
                .then();
    }

    private static boolean isFinal(int status) {
        return status >= 200 && status < 500 && !NOT_FINAL.contains(status);
    }

    private static Mono<Void> replay(ServerWebExchange exchange, Claim.Answered answered) {
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(answered.status()));
        response.getHeaders().set(REPLAYED, "true");
        String type = answered.contentType();
        if (type != null) {
            response.getHeaders().set(HttpHeaders.CONTENT_TYPE, type);
        }
        return response.writeWith(
                Mono.fromSupplier(
                        () ->
                                response.bufferFactory()
                                        .wrap(answered.body().getBytes(StandardCharsets.UTF_8))));
    }

    private static Throwable mismatched(KeyedRequest request, Claim.Mismatch mismatch) {
        String what =
                mismatch.sameRoute() ? "another body" : "another route (" + mismatch.route() + ")";
        return Problem.of(
                        ProblemCode.ALREADY_EXISTS,
                        HEADER
                                + ": this key was used before with "
                                + what
                                + "; use a new key for a new request",
                        Map.of("idempotency_key", request.key()))
                .asException();
    }

    private static Throwable busy() {
        return Problem.of(
                        ProblemCode.ALREADY_EXISTS,
                        HEADER
                                + ": a request with this key is still running; ask again for its"
                                + " answer")
                .retryAfter(Duration.ofSeconds(2))
                .asException();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 30;
    }

    /** The request with its body at hand again. */
    private static final class Reread extends ServerHttpRequestDecorator {

        private final byte[] body;

        Reread(ServerWebExchange exchange, byte[] body) {
            super(exchange.getRequest());
            this.body = body;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            return body.length == 0
                    ? Flux.empty()
                    : Flux.defer(
                            () -> Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body)));
        }
    }
}

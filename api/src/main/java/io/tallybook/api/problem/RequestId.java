package io.tallybook.api.problem;

import io.tallybook.api.ids.Ids;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request a name: the caller's {@code X-Request-ID} if it is usable, otherwise a new
 * one; echoed always.
 */
public final class RequestId implements WebFilter, Ordered {

    public static final String HEADER = "X-Request-ID";

    /** What may be echoed into a header and a log line without surprises. */
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private static final String ATTRIBUTE = RequestId.class.getName();

    private final Ids ids;

    public RequestId(Ids ids) {
        this.ids = ids;
    }

    /** The name of this request. */
    public static String of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, "unknown");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String given = exchange.getRequest().getHeaders().getFirst(HEADER);
        String id = given != null && USABLE.matcher(given).matches() ? given : "req_" + ids.next();
        exchange.getAttributes().put(ATTRIBUTE, id);
        exchange.getResponse().getHeaders().set(HEADER, id);
        return chain.filter(exchange);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}

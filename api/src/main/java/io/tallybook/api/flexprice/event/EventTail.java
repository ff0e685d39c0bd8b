package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.UsageQuery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Usage as it is stored, as server-sent events. The last event of each answer of the store carries
 * where it ended as its id; whoever was cut off sends it back, and misses nothing.
 */
@RestController
@RequestMapping("/v1/events/tail")
public final class EventTail {
    private static final String PROPERTY = "property.";
    private static final Pattern POSITION =
            Pattern.compile("\\d{1,5}:\\d{1,18}(,\\d{1,5}:\\d{1,18})*");
    private static final int AT_ONCE = 500;
    private static final int SHORT = 255;
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** So that nothing between us and the reader takes a quiet stream for a dead one. */
    private static final int QUIET_MAX = 20;

    private final Dispatch dispatch;

    public EventTail(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping(produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<String>> tail(Call call, Params params, ServerHttpRequest request) {
        UsageQuery.Tail first = question(call, params, request);
        return dispatch.ask(first, UsageQuery.Tailed.class)
                .map(answer -> new Said(answer, QUIET_MAX))
                .expand(
                        said ->
                                said.answer().hasMore()
                                        ? next(first, said)
                                        : Mono.delay(PAUSE).then(next(first, said)))
                .concatMapIterable(EventTail::shown);
    }

    /**
     * An answer of the store.
     *
     * @param quiet how many since something was last said; at first as many as make it be said
     *     where the stream begins
     */
    private record Said(UsageQuery.Tailed answer, int quiet) {}

    private Mono<Said> next(UsageQuery.Tail first, Said said) {
        var question =
                new UsageQuery.Tail(
                        first.scope(),
                        first.externalCustomerId(),
                        first.eventName(),
                        first.source(),
                        first.properties(),
                        said.answer().position(),
                        AT_ONCE);
        int quiet = said.quiet() >= QUIET_MAX ? 0 : said.quiet() + 1;
        return dispatch.ask(question, UsageQuery.Tailed.class)
                .map(answer -> new Said(answer, answer.items().isEmpty() ? quiet : 0));
    }

    private static List<ServerSentEvent<String>> shown(Said said) {
        List<ServerSentEvent<String>> shown = new ArrayList<>();
        if (said.quiet() == QUIET_MAX) {
            shown.add(
                    ServerSentEvent.<String>builder()
                            .id(said.answer().position())
                            .comment("alive")
                            .build());
        }
        int last = said.answer().items().size() - 1;
        for (int i = 0; i <= last; i++) {
            ServerSentEvent.Builder<String> event =
                    ServerSentEvent.<String>builder()
                            .event("usage")
                            .data(
                                    new String(
                                            Json.bytes(
                                                    EventJson.of(
                                                            said.answer().items().get(i), null)),
                                            StandardCharsets.UTF_8));
            shown.add(i == last ? event.id(said.answer().position()).build() : event.build());
        }
        return shown;
    }

    private static UsageQuery.Tail question(Call call, Params params, ServerHttpRequest request) {
        Map<String, List<String>> properties = new HashMap<>();
        request.getQueryParams()
                .forEach(
                        (name, values) -> {
                            if (name.startsWith(PROPERTY)) {
                                properties.put(name.substring(PROPERTY.length()), values);
                            }
                        });
        @Nullable String after = request.getHeaders().getFirst("Last-Event-ID");
        if (after != null && !POSITION.matcher(after).matches()) {
            params.complain("Last-Event-ID", "an id that an earlier stream gave", after);
        }
        var question =
                new UsageQuery.Tail(
                        call.scope(),
                        params.optional("external_customer_id").text(SHORT),
                        params.optional("event_name").text(SHORT),
                        params.optional("source").text(SHORT),
                        properties,
                        after,
                        AT_ONCE);
        params.check();
        return question;
    }
}

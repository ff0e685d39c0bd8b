package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The route that says how usage comes through: what waits, what came in, what went wrong. */
@RestController
public final class Monitoring {
    private static final Duration BACK = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Dispatch dispatch;

    public Monitoring(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping("/v1/events/monitoring")
    Mono<ResponseEntity<byte[]>> monitoring(Call call) {
        return dispatch.now(call)
                .flatMap(
                        now ->
                                Mono.zip(
                                        dispatch.ask(
                                                new UsageQuery.LagOf(call.scope()),
                                                UsageQuery.Lag.class),
                                        accounts(call, now, BACK),
                                        accounts(call, now, MINUTE)))
                .map(said -> Answer.ok(json(said.getT1(), said.getT2(), said.getT3())));
    }

    private Mono<UsageAccounts> accounts(Call call, Instant now, Duration back) {
        return dispatch.ask(
                new UsageQuery.AccountsOf(call.scope(), now.minus(back), now.plusMillis(1)),
                UsageAccounts.class);
    }

    private static ObjectNode json(
            UsageQuery.Lag lag, UsageAccounts day, UsageAccounts lastMinute) {
        return Json.object()
                .put("total_lag", lag.total())
                .list("partitions", List.copyOf(lag.waiting().entrySet()), Monitoring::partition)
                .put("received_last_minute", sum(lastMinute, UsageAccounts.Line::received))
                .put("rejected_last_minute", sum(lastMinute, UsageAccounts.Line::rejected))
                .put("received", sum(day, UsageAccounts.Line::received))
                .put("stored", sum(day, UsageAccounts.Line::stored))
                .put("repeated", sum(day, UsageAccounts.Line::repeated))
                .put("conflicting", sum(day, UsageAccounts.Line::conflicting))
                .put("rejected", sum(day, UsageAccounts.Line::rejected))
                .put("set_aside", day.setAside())
                .put("unexplained", day.unexplained())
                .list("hours", day.lines(), Monitoring::hour)
                .node();
    }

    private static ObjectNode partition(Map.Entry<Integer, Long> waiting) {
        return Json.object()
                .put("partition", waiting.getKey())
                .put("lag", waiting.getValue())
                .node();
    }

    private static ObjectNode hour(UsageAccounts.Line line) {
        return Json.object()
                .put("hour", line.hour())
                .put("source", line.source())
                .put("received", line.received())
                .put("stored", line.stored())
                .put("repeated", line.repeated())
                .put("conflicting", line.conflicting())
                .put("rejected", line.rejected())
                .node();
    }

    private static long sum(UsageAccounts day, ToLongFunction<UsageAccounts.Line> count) {
        return day.lines().stream().mapToLong(count).sum();
    }
}

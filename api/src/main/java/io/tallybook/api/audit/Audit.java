package io.tallybook.api.audit;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.audit.AuditQuery;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which the past of an entity is read. */
@RestController
@RequestMapping("/v1/audit/{type}/{id}")
public final class Audit {

    private static final Map<String, ViewKind> KINDS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("customer", ViewKind.CUSTOMER),
                            Map.entry("meter", ViewKind.METER),
                            Map.entry("feature", ViewKind.FEATURE),
                            Map.entry("plan", ViewKind.PLAN),
                            Map.entry("price", ViewKind.PRICE),
                            Map.entry("price_unit", ViewKind.PRICE_UNIT),
                            Map.entry("addon", ViewKind.ADDON),
                            Map.entry("subscription", ViewKind.SUBSCRIPTION),
                            Map.entry("invoice", ViewKind.INVOICE),
                            Map.entry("entitlement", ViewKind.ENTITLEMENT),
                            Map.entry("wallet", ViewKind.WALLET)));

    private final Dispatch dispatch;

    public Audit(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Every event of an entity, oldest first. */
    @GetMapping("/history")
    Mono<ResponseEntity<byte[]>> history(
            Call call,
            @PathVariable("type") String type,
            @PathVariable("id") String id,
            Params params) {
        ViewKind kind = kind(type);
        int limit = params.optional("limit").integer(1, 1_000, 50);
        int offset = params.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        params.check();
        return dispatch.find(
                        new AuditQuery.HistoryOf(call.scope(), kind, id, limit, offset),
                        AuditQuery.History.class)
                .switchIfEmpty(Named.missing(type, id))
                .map(
                        history ->
                                Answer.ok(
                                        PageJson.of(
                                                history.items(),
                                                history.total(),
                                                limit,
                                                offset,
                                                Audit::entry)));
    }

    private static ObjectNode entry(AuditQuery.Entry entry) {
        return Json.object()
                .put("sequence", entry.sequence())
                .put("event", entry.event())
                .put("version", entry.version())
                .put("recorded_at", entry.recordedAt())
                .put("effective_at", entry.effectiveAt())
                .put("actor", entry.actor())
                .put("request_id", entry.requestId())
                .put("command", entry.command())
                .put("cause", entry.cause())
                .set("payload", Json.MAPPER.readTree(entry.payload()))
                .node();
    }

    /** An entity as it was at {@code as_of}, or as it is now by the environment's clock. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> asOf(
            Call call,
            @PathVariable("type") String type,
            @PathVariable("id") String id,
            Params params) {
        ViewKind kind = kind(type);
        Instant asOf = params.optional("as_of").instant();
        params.check();
        return (asOf == null ? dispatch.now(call) : Mono.just(asOf))
                .flatMap(
                        moment ->
                                dispatch.find(
                                        new AuditQuery.AsOf(call.scope(), kind, id, moment),
                                        AuditQuery.Moment.class))
                .switchIfEmpty(Named.missing(type, id))
                .map(
                        moment ->
                                Answer.ok(
                                        Json.object()
                                                .put("as_of", moment.asOf())
                                                .put("sequence", moment.sequence())
                                                .set("state", StateJson.of(moment.state()))
                                                .node()));
    }

    private static ViewKind kind(String type) {
        ViewKind kind = KINDS.get(type);
        if (kind == null) {
            throw Problem.of(
                            ProblemCode.NOT_FOUND,
                            "type: expected one of %s, got \"%s\""
                                    .formatted(String.join(", ", KINDS.keySet()), type))
                    .asException();
        }
        return kind;
    }
}

package io.tallybook.api.audit;

import static java.util.Map.entry;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Scope;
import io.tallybook.core.ViewKind;
import io.tallybook.core.audit.AuditQuery;
import io.tallybook.core.tenancy.EnvironmentId;
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
                            entry("customer", ViewKind.CUSTOMER),
                            entry("meter", ViewKind.METER),
                            entry("feature", ViewKind.FEATURE),
                            entry("group", ViewKind.GROUP),
                            entry("plan", ViewKind.PLAN),
                            entry("price", ViewKind.PRICE),
                            entry("price_unit", ViewKind.PRICE_UNIT),
                            entry("credit_grant", ViewKind.CREDIT_GRANT),
                            entry("coupon_association", ViewKind.COUPON_ASSOCIATION),
                            entry("tax_association", ViewKind.TAX_ASSOCIATION),
                            entry("coupon", ViewKind.COUPON),
                            entry("tax_rate", ViewKind.TAX_RATE),
                            entry("alert_settings", ViewKind.ALERT_SETTINGS),
                            entry("alert", ViewKind.ALERT),
                            entry("addon", ViewKind.ADDON),
                            entry("subscription", ViewKind.SUBSCRIPTION),
                            entry("invoice", ViewKind.INVOICE),
                            entry("entitlement", ViewKind.ENTITLEMENT),
                            entry("wallet", ViewKind.WALLET),
                            entry("payment", ViewKind.PAYMENT),
                            entry("credit_note", ViewKind.CREDIT_NOTE),
                            entry("plan_sync", ViewKind.PLAN_SYNC),
                            entry("notice", ViewKind.NOTICE),
                            entry("environment", ViewKind.ENVIRONMENT),
                            entry("secret", ViewKind.API_KEY),
                            entry("tenant", ViewKind.TENANT),
                            entry("user", ViewKind.USER),
                            entry("role", ViewKind.ROLE),
                            entry("setting", ViewKind.SETTING)));

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
                        new AuditQuery.HistoryOf(scope(call, kind, id), kind, id, limit, offset),
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
                                                Audit::told)));
    }

    private static ObjectNode told(AuditQuery.Entry entry) {
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
                                        new AuditQuery.AsOf(
                                                scope(call, kind, id), kind, id, moment),
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

    /** Of the caller's environment; what belongs to the tenant is seen from each of them. */
    private static Scope scope(Call call, ViewKind kind, String id) {
        return switch (kind) {
            case TENANT, USER, ROLE -> call.caller().tenantScope();
            case ENVIRONMENT ->
                    new Scope(
                            call.scope().tenant(), Named.id("environment", id, EnvironmentId::new));
            default -> call.scope();
        };
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

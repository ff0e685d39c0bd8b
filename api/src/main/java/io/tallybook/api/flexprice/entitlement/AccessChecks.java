package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.entitlement.AccessAnswer;
import io.tallybook.core.entitlement.AccessAnswer.Verdict;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.usage.UsageQuery.Freshness;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The route that is asked before each use: may it happen, why, and what is left. */
@RestController
public final class AccessChecks {

    private static final int SHORT = 255;

    private final Dispatch dispatch;

    public AccessChecks(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** With {@code strict=true}, all usage that was accepted before the call is counted. */
    @PostMapping("/v1/entitlements/check")
    Mono<ResponseEntity<byte[]>> check(Call call, Params params, Body body) {
        Boolean strict = params.optional("strict").truth();
        params.check();
        String customer = body.required("customer").text(SHORT);
        String feature = body.required("feature").text(SHORT);
        BigDecimal asked = body.optional("quantity").amount();
        body.check();
        BigDecimal quantity = asked == null ? BigDecimal.ONE : asked;
        return dispatch.nowFromMemory(call)
                .flatMap(
                        at ->
                                dispatch.ask(
                                        new EntitlementQuery.Access(
                                                call.scope(),
                                                customer,
                                                feature,
                                                quantity,
                                                at,
                                                Boolean.TRUE.equals(strict)
                                                        ? Freshness.COMPLETE
                                                        : Freshness.CURRENT),
                                        AccessAnswer.class))
                .flatMap(answer -> answered(answer, customer, feature, quantity));
    }

    private static Mono<ResponseEntity<byte[]>> answered(
            AccessAnswer answer, String customer, String feature, BigDecimal quantity) {
        return switch (answer.verdict()) {
            case UNKNOWN_CUSTOMER -> Named.missing("customer", customer);
            case UNKNOWN_FEATURE -> Named.missing("feature", feature);
            case GRANTED, WITHIN_LIMIT, UNLIMITED, BEYOND_SOFT_LIMIT, LIMIT_REACHED, NOT_ENTITLED ->
                    Mono.just(Answer.ok(json(answer, quantity)));
        };
    }

    private static ObjectNode json(AccessAnswer answer, BigDecimal quantity) {
        return Json.object()
                .put("allowed", answer.verdict().isAllowed())
                .put("reason", answer.verdict().name().toLowerCase(Locale.ROOT))
                .put("customer_id", answer.customerId())
                .put("external_customer_id", answer.externalCustomerId())
                .put("feature_id", answer.featureId())
                .put("quantity", quantity)
                .put("limit", answer.limit())
                .put("used", answer.used())
                .put("remaining", remaining(answer))
                .put("unlimited", answer.verdict() == Verdict.UNLIMITED)
                .put("soft_limit", answer.limitKind() == LimitKind.SOFT)
                .put("window_start", answer.windowStart())
                .put("resets_at", answer.resetsAt())
                .put("usage_as_of", answer.usageAsOf())
                .put("static_value", answer.staticValue())
                .set("config_value", EntitlementJson.config(answer.config()))
                .list("sources", answer.sources(), AccessChecks::source)
                .node();
    }

    private static @Nullable BigDecimal remaining(AccessAnswer answer) {
        BigDecimal limit = answer.limit();
        BigDecimal used = answer.used();
        return limit == null || used == null ? null : limit.subtract(used).max(BigDecimal.ZERO);
    }

    private static ObjectNode source(AccessAnswer.Source source) {
        return Json.object()
                .put("entitlement_id", source.entitlementId())
                .put("entity_type", source.entityType().name().toLowerCase(Locale.ROOT))
                .put("entity_id", source.entityId())
                .put("subscription_id", source.subscriptionId())
                .put("usage_limit", source.usageLimit())
                .put("quantity", source.instances())
                .node();
    }
}

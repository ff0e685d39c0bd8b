package io.tallybook.api.flexprice.creditgrant;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.response.Json;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;

/** The credit grants of plans, addons or subscriptions, looked up for many at once. */
public final class GrantsOf {
    private final Dispatch dispatch;

    public GrantsOf(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Those of each, by its id. */
    public Mono<Map<String, ArrayNode>> of(Call call, List<String> holders) {
        List<String> ids = holders.stream().distinct().toList();
        return dispatch.ask(
                        new CreditGrantQuery.OfHolders(call.scope(), ids),
                        CreditGrantQuery.Page.class)
                .map(page -> byHolder(ids, page.items()));
    }

    private static Map<String, ArrayNode> byHolder(List<String> ids, List<CreditGrantView> grants) {
        return ids.stream()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                id ->
                                        Json.list(
                                                grants.stream()
                                                        .filter(one -> holds(one, id))
                                                        .toList(),
                                                CreditGrantJson::of)));
    }

    private static boolean holds(CreditGrantView grant, String id) {
        Target target = grant.grant().target();
        return switch (target.level()) {
            case PLAN -> target.planId() != null && target.planId().value().equals(id);
            case ADDON -> target.addonId() != null && target.addonId().value().equals(id);
            case SUBSCRIPTION ->
                    target.subscriptionId() != null && target.subscriptionId().value().equals(id);
            case CUSTOMER -> target.customerId() != null && target.customerId().value().equals(id);
        };
    }
}

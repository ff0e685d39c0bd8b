package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.response.Json;
import java.util.function.BiFunction;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * One by which lines change.
 *
 * @param wished what is wished for, once it is known of which subscription
 */
record LineModification(Changes changes, BiFunction<Call, String, Mono<Change>> wished)
        implements Modification {
    @Override
    public Mono<ObjectNode> preview(Call call, String subscription) {
        return wished.apply(call, subscription)
                .flatMap(change -> changes.preview(call, change))
                .map(LineModification::json);
    }

    @Override
    public Mono<Made> execute(Call call, String subscription) {
        return wished.apply(call, subscription)
                .flatMap(change -> changes.execute(call, change))
                .map(outcome -> new Made(json(outcome), outcome.invoice()));
    }

    private static ObjectNode json(Changes.Outcome outcome) {
        return Json.object()
                .set("subscription", SubscriptionJson.of(outcome.view(), null, null))
                .set("changed_resources", ChangedJson.resources(outcome))
                .nulls("checkout_session")
                .node();
    }
}
